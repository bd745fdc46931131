import { describe, expect, test } from '@jest/globals';
import { plainText } from './plain-text.js';

describe('question text', () => {
  test.each([
    ['markup within a word', 'un<b>believ</b>able', 'unbelievable'],
    ['lines', '<div>My workload<br />is manageable.</div><p>Really.</p>', 'My workload is manageable. Really.'],
    ['scripts and styles', '<style>p > b {}</style>Really?<script>if (a < b) alert("x")</script>', 'Really?'],
    ['entities', 'R&amp;D&nbsp;&#8211; &quot;us&quot; &#x263a; caf&eacute;', 'R&D – "us" ☺ caf&eacute;'],
    ['a number that is no character', '&#99999999;', '&#99999999;'],
    ['what only looks like markup', 'Is 3 < 4 and 5 > 4?', 'Is 3 < 4 and 5 > 4?'],
    ['piped text', 'Hello ${e://Field/Team}', 'Hello ${e://Field/Team}'],
  ])('is read past %s', (_reason, html, text) => {
    expect(plainText(html)).toBe(text);
  });
});
