class Message {
  constructor(sender, content) {
    this.sender = sender;
    this.content = content;
    this.next = null;
  }
}

class Task {
  constructor(name, priority) {
    this.name = name;
    this.priority = priority;
    this.inbox = null;
    this.lastMessage = null;
    this.held = false;
    this.finished = false;
    this.turns = 0;
    this.next = null;
  }

  receive(message) {
    message.next = null;
    if (this.inbox === null) {
      this.inbox = message;
    } else {
      this.lastMessage.next = message;
    }
    this.lastMessage = message;
  }

  take() {
    const message = this.inbox;
    if (message !== null) {
      this.inbox = message.next;
      message.next = null;
    }
    return message;
  }

  hold() { this.held = true; }
  release() { this.held = false; }

  isReady() {
    if (this.held || this.finished) return false;
    return this.needsNoMessage() || this.inbox !== null;
  }

  needsNoMessage() { return false; }

  turn(system) {
    this.turns = this.turns + 1;
    this.work(system);
  }
}

// Runs whenever nothing else can, and lets go of a device each time, in alternation.
class IdleTask extends Task {
  constructor(rounds, one, two) {
    super("idle", 0);
    this.rounds = rounds;
    this.one = one;
    this.two = two;
  }

  needsNoMessage() { return true; }

  work(system) {
    this.rounds = this.rounds - 1;
    if (this.rounds === 0) {
      this.finished = true;
    } else {
      this.one.release();
      const device = this.one;
      this.one = this.two;
      this.two = device;
    }
  }
}

// Sends numbered jobs to two workers, and waits for an answer to each.
class ProducerTask extends Task {
  constructor(name, priority, one, two) {
    super(name, priority);
    this.one = one;
    this.two = two;
    this.job = 0;
  }

  work(system) {
    const message = this.take();
    this.job = this.job + 1;
    if (this.job > 9) this.job = 0;
    message.sender = this;
    message.content = this.job;
    if (this.job < 5) {
      system.send(message, this.one);
    } else {
      system.send(message, this.two);
    }
  }
}

// Does some arithmetic on a job, and hands every third one to a device.
class WorkerTask extends Task {
  constructor(name, priority, device) {
    super(name, priority);
    this.device = device;
    this.sum = 0;
    this.untilDevice = 3;
  }

  work(system) {
    const message = this.take();
    let value = message.content;
    for (let i = 0; i < 4; i = i + 1) {
      value = value + i;
      if (value > 9) value = value - 10;
    }
    this.sum = this.sum + value;
    if (this.sum > 9999) this.sum = this.sum - 9999;

    this.untilDevice = this.untilDevice - 1;
    if (this.untilDevice === 0) {
      this.untilDevice = 3;
      system.send(message, this.device);
    } else {
      system.send(message, message.sender);
    }
  }
}

// Answers one message per turn, then is busy until somebody releases it.
class DeviceTask extends Task {
  constructor(name, priority) {
    super(name, priority);
    this.served = 0;
  }

  work(system) {
    const message = this.take();
    this.served = this.served + 1;
    system.send(message, message.sender);
    this.hold();
  }
}

class Scheduler {
  constructor() {
    this.tasks = null;
    this.sent = 0;
  }

  // Keeps the tasks in the order of their priority, the highest first.
  add(task) {
    if (this.tasks === null || this.tasks.priority < task.priority) {
      task.next = this.tasks;
      this.tasks = task;
      return;
    }
    let before = this.tasks;
    while (before.next !== null && before.next.priority >= task.priority) before = before.next;
    task.next = before.next;
    before.next = task;
  }

  send(message, task) {
    this.sent = this.sent + 1;
    task.receive(message);
  }

  firstReady() {
    for (let task = this.tasks; task !== null; task = task.next) {
      if (task.isReady()) return task;
    }
    return null;
  }

  run() {
    let task = this.firstReady();
    while (task !== null) {
      task.turn(this);
      task = this.firstReady();
    }
  }
}

function simulate(rounds) {
  const scheduler = new Scheduler();
  const disk = new DeviceTask("disk", 50);
  const network = new DeviceTask("network", 40);
  const painter = new WorkerTask("painter", 30, disk);
  const printer = new WorkerTask("printer", 20, network);
  const editor = new ProducerTask("editor", 10, painter, printer);
  const player = new ProducerTask("player", 5, printer, painter);
  scheduler.add(new IdleTask(rounds, disk, network));
  scheduler.add(painter);
  scheduler.add(editor);
  scheduler.add(disk);
  scheduler.add(player);
  scheduler.add(network);
  scheduler.add(printer);
  for (let i = 0; i < 3; i = i + 1) {
    editor.receive(new Message(null, 0));
    player.receive(new Message(null, 0));
  }

  scheduler.run();
  console.log(scheduler.sent);
  for (let task = scheduler.tasks; task !== null; task = task.next) console.log(task.turns);
  console.log(painter.sum);
  console.log(printer.sum);
}

simulate(60000);
