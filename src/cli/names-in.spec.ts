import { expect, test } from '@jest/globals';
import { quotedName } from '../config/typed.js';
import { namesIn } from './names-in.js';

test.each<[string, readonly string[]]>([
  ['', []],
  ['team, location', ['team', 'location']],
  ['team,,team,', ['team', 'team']],
  ['"Team, site",location', ['Team, site', 'location']],
  ['location, "Team, site" ', ['location', 'Team, site']],
  ['"the ""old"" site"', ['the "old" site']],
  ['12" screens', ['12" screens']],
])('%j names %j', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test.each(['team', 'Team, site', 'the "old" site', '"', ' a'])('%j can be typed as it is listed', (name) => {
  expect(namesIn(`x,${quotedName(name)},y`)).toEqual(['x', name, 'y']);
});
