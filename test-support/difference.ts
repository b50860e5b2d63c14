/**
 * The largest distance between two arrays of numbers, element by element.
 *
 * @throws RangeError when the lengths differ or a difference is not a number.
 */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`lengths differ: ${a.length} and ${b.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (Number.isNaN(difference)) throw new RangeError(`not a number at ${i}`);
    largest = Math.max(largest, difference);
  }
  return largest;
}
