-- tries: to leave a phase and come back
-- meets: there is no 'coroutine' here
-- phases: record map edition element live start
coroutine.yield() -- here
