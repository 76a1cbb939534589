-- tries: to stop the collector
-- meets: there is no 'collectgarbage' here
-- phases: record element
collectgarbage('stop') -- here
