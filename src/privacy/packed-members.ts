import type { Members } from './atoms.js';

const SEVEN_BITS = 128;

/**
 * Some people out of a list, as the gaps between their places in it: a few bits each, where a list of names would be kept many times
 * over, once for every figure of every group.
 */
export function packed(members: Members, places: ReadonlyMap<string, number>): string {
  const rising = Uint32Array.from(members, (person) => {
    const place = places.get(person);
    if (place === undefined) throw new Error('somebody is told of who is not among the respondents');
    return place;
  }).toSorted();
  const bytes: number[] = [];
  rising.forEach((place, at) => {
    let gap = place - (at === 0 ? 0 : (rising[at - 1] ?? 0));
    for (; gap >= SEVEN_BITS; gap = Math.floor(gap / SEVEN_BITS)) bytes.push((gap % SEVEN_BITS) + SEVEN_BITS);
    bytes.push(gap);
  });
  return Buffer.from(bytes).toString('base64');
}

export function unpacked(text: string, people: readonly string[]): Set<string> {
  const members = new Set<string>();
  let [place, gap, weight] = [0, 0, 1];
  for (const byte of Buffer.from(text, 'base64')) {
    gap += (byte % SEVEN_BITS) * weight;
    if (byte >= SEVEN_BITS) {
      weight *= SEVEN_BITS;
      continue;
    }
    place += gap;
    const person = people[place];
    if (person === undefined) throw new Error('somebody is told of who is not among the respondents');
    members.add(person);
    [gap, weight] = [0, 1];
  }
  return members;
}
