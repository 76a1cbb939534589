-- tries: to stop the collector
-- meets: there is no 'collectgarbage' here
-- phases: record map element
collectgarbage('stop') -- here
