/** Arithmetic modulo a prime below 2²⁶: exact in doubles, and row spaces over it are those over the rationals for all 0/1 matrices met here. */
export const PRIME = 67_108_859;

export const times = (left: number, right: number): number => (left * right) % PRIME;
export const minus = (left: number, right: number): number => (left - right + PRIME) % PRIME;

export function inverse(value: number): number {
  let result = 1;
  let base = value;
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, base);
    base = times(base, base);
  }
  return result;
}

/** The reduced echelon form of a matrix, and the column of each of its pivots. */
export function reduce(matrix: readonly (readonly number[])[]): {
  readonly rows: readonly (readonly number[])[];
  readonly pivots: readonly number[];
} {
  const rows = matrix.map((row) => [...row]);
  const pivots: number[] = [];
  const columns = rows[0]?.length ?? 0;
  for (let column = 0; column < columns && pivots.length < rows.length; column += 1) {
    const rank = pivots.length;
    const found = rows.findIndex((row, position) => position >= rank && row[column] !== 0);
    const pivot = rows[found];
    if (pivot === undefined) continue;
    [rows[rank], rows[found]] = [pivot, rows[rank] ?? pivot];
    const scale = inverse(pivot[column] ?? 1);
    for (let at = column; at < columns; at += 1) pivot[at] = times(pivot[at] ?? 0, scale);
    rows.forEach((row, position) => {
      const factor = row[column] ?? 0;
      if (position === rank || factor === 0) return;
      for (let at = column; at < columns; at += 1) row[at] = minus(row[at] ?? 0, times(factor, pivot[at] ?? 0));
    });
    pivots.push(column);
  }
  return { rows: rows.slice(0, pivots.length), pivots };
}
