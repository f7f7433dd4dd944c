class Account {
  constructor(balance) {
    this.balance = balance;
  }

  deposit(amount) { this.balance = this.balance + amount; }
  withdraw(amount) { this.balance = this.balance - amount; }
}

function apply(action, amount) {
  action(amount);
  action(amount);
}

function run(times) {
  const account = new Account(10);
  const savings = new Account(20);
  for (let i = 0; i < times; i = i + 1) {
    apply(account.deposit.bind(account), 3);
    apply(account.withdraw.bind(account), 2);
    let move = savings.deposit.bind(savings);
    move(1);
    move = savings.withdraw.bind(savings);
    move(1);
  }
  return account.balance + savings.balance;
}

console.log(run(900000) - 1000000);
