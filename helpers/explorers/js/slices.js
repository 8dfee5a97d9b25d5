// NumPy's slices as text: `count` indices from `first`, `step` apart (which may be negative).
export function slice(first, count, step = 1) {
  if (count === 1) return `${first}:${first + 1}`;
  if (step > 0) {
    const end = first + (count - 1) * step + 1;
    return step === 1 ? `${first}:${end}` : `${first}:${end}:${step}`;
  }
  const end = first + (count - 1) * step - 1; // -1 would mean the last index: leave it out
  return end < 0 ? `${first}::${step}` : `${first}:${end}:${step}`;
}
