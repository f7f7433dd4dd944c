local Message = {}
Message.__index = Message

function Message.new(sender, content)
  return setmetatable({ sender = sender, content = content, next = nil }, Message)
end

local Task = {}
Task.__index = Task

function Task:init(name, priority)
  self.name = name
  self.priority = priority
  self.inbox = nil
  self.lastMessage = nil
  self.held = false
  self.finished = false
  self.turns = 0
  self.next = nil
end

function Task:receive(message)
  message.next = nil
  if self.inbox == nil then
    self.inbox = message
  else
    self.lastMessage.next = message
  end
  self.lastMessage = message
end

function Task:take()
  local message = self.inbox
  if message ~= nil then
    self.inbox = message.next
    message.next = nil
  end
  return message
end

function Task:hold() self.held = true end
function Task:release() self.held = false end

function Task:isReady()
  if self.held or self.finished then return false end
  return self:needsNoMessage() or self.inbox ~= nil
end

function Task:needsNoMessage() return false end

function Task:turn(system)
  self.turns = self.turns + 1
  self:work(system)
end

-- Runs whenever nothing else can, and lets go of a device each time, in alternation.
local IdleTask = setmetatable({}, { __index = Task })
IdleTask.__index = IdleTask

function IdleTask.new(rounds, one, two)
  local self = setmetatable({}, IdleTask)
  Task.init(self, "idle", 0)
  self.rounds = rounds
  self.one = one
  self.two = two
  return self
end

function IdleTask:needsNoMessage() return true end

function IdleTask:work(system)
  self.rounds = self.rounds - 1
  if self.rounds == 0 then
    self.finished = true
  else
    self.one:release()
    local device = self.one
    self.one = self.two
    self.two = device
  end
end

-- Sends numbered jobs to two workers, and waits for an answer to each.
local ProducerTask = setmetatable({}, { __index = Task })
ProducerTask.__index = ProducerTask

function ProducerTask.new(name, priority, one, two)
  local self = setmetatable({}, ProducerTask)
  Task.init(self, name, priority)
  self.one = one
  self.two = two
  self.job = 0
  return self
end

function ProducerTask:work(system)
  local message = self:take()
  self.job = self.job + 1
  if self.job > 9 then self.job = 0 end
  message.sender = self
  message.content = self.job
  if self.job < 5 then
    system:send(message, self.one)
  else
    system:send(message, self.two)
  end
end

-- Does some arithmetic on a job, and hands every third one to a device.
local WorkerTask = setmetatable({}, { __index = Task })
WorkerTask.__index = WorkerTask

function WorkerTask.new(name, priority, device)
  local self = setmetatable({}, WorkerTask)
  Task.init(self, name, priority)
  self.device = device
  self.sum = 0
  self.untilDevice = 3
  return self
end

function WorkerTask:work(system)
  local message = self:take()
  local value = message.content
  for i = 0, 3 do
    value = value + i
    if value > 9 then value = value - 10 end
  end
  self.sum = self.sum + value
  if self.sum > 9999 then self.sum = self.sum - 9999 end

  self.untilDevice = self.untilDevice - 1
  if self.untilDevice == 0 then
    self.untilDevice = 3
    system:send(message, self.device)
  else
    system:send(message, message.sender)
  end
end

-- Answers one message per turn, then is busy until somebody releases it.
local DeviceTask = setmetatable({}, { __index = Task })
DeviceTask.__index = DeviceTask

function DeviceTask.new(name, priority)
  local self = setmetatable({}, DeviceTask)
  Task.init(self, name, priority)
  self.served = 0
  return self
end

function DeviceTask:work(system)
  local message = self:take()
  self.served = self.served + 1
  system:send(message, message.sender)
  self:hold()
end

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
  return setmetatable({ tasks = nil, sent = 0 }, Scheduler)
end

-- Keeps the tasks in the order of their priority, the highest first.
function Scheduler:add(task)
  if self.tasks == nil or self.tasks.priority < task.priority then
    task.next = self.tasks
    self.tasks = task
    return
  end
  local before = self.tasks
  while before.next ~= nil and before.next.priority >= task.priority do before = before.next end
  task.next = before.next
  before.next = task
end

function Scheduler:send(message, task)
  self.sent = self.sent + 1
  task:receive(message)
end

function Scheduler:firstReady()
  local task = self.tasks
  while task ~= nil do
    if task:isReady() then return task end
    task = task.next
  end
  return nil
end

function Scheduler:run()
  local task = self:firstReady()
  while task ~= nil do
    task:turn(self)
    task = self:firstReady()
  end
end

local function simulate(rounds)
  local scheduler = Scheduler.new()
  local disk = DeviceTask.new("disk", 50)
  local network = DeviceTask.new("network", 40)
  local painter = WorkerTask.new("painter", 30, disk)
  local printer = WorkerTask.new("printer", 20, network)
  local editor = ProducerTask.new("editor", 10, painter, printer)
  local player = ProducerTask.new("player", 5, printer, painter)
  scheduler:add(IdleTask.new(rounds, disk, network))
  scheduler:add(painter)
  scheduler:add(editor)
  scheduler:add(disk)
  scheduler:add(player)
  scheduler:add(network)
  scheduler:add(printer)
  for _ = 1, 3 do
    editor:receive(Message.new(nil, 0))
    player:receive(Message.new(nil, 0))
  end

  scheduler:run()
  print(scheduler.sent)
  local task = scheduler.tasks
  while task ~= nil do
    print(task.turns)
    task = task.next
  end
  print(painter.sum)
  print(printer.sum)
end

simulate(60000)
