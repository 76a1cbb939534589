-- tries: to raise nothing
-- meets: raised an error that is no text but a nil
-- phases: record map element
error(nil) -- here
