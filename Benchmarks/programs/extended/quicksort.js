function randomNumbers(count) {
  let seed = 7;
  const numbers = [];
  for (let i = 0; i < count; i++) {
    seed = seed * 16807 % 2147483647;
    numbers.push(seed);
  }
  return numbers;
}

function quicksort(list, low, high) {
  if (low >= high) return;
  const pivot = list[Math.floor((low + high) / 2)];
  let i = low;
  let j = high;
  while (i <= j) {
    while (list[i] < pivot) i++;
    while (list[j] > pivot) j--;
    if (i <= j) {
      const swapped = list[i];
      list[i] = list[j];
      list[j] = swapped;
      i++;
      j--;
    }
  }
  quicksort(list, low, j);
  quicksort(list, i, high);
}

const numbers = randomNumbers(300000);
quicksort(numbers, 0, numbers.length - 1);

let isSorted = true;
for (let i = 1; i < numbers.length; i++) {
  if (numbers[i - 1] > numbers[i]) isSorted = false;
}
console.log(isSorted);
console.log(`${numbers[0]} ${numbers[150000]} ${numbers[numbers.length - 1]}`);
