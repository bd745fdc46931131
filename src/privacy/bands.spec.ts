import { describe, expect, test } from '@jest/globals';
import { bandOf, bandsFor, countBounds, sumBounds } from './bands.js';
import { figures } from './figures.js';

const sizes = Array.from({ length: 210 }, (_nothing, at) => at + 3);
const upTo = (last: number) => Array.from({ length: last + 1 }, (_nothing, at) => at);

describe('a share', () => {
  test.each([
    [3, 1],
    [5, 2],
    [8, 3],
    [10, 4],
    [12, 5],
    [30, 10],
    [100, 25],
    [200, 50],
    [201, 100],
    [100_000, 100],
  ])('of %d people is given in %d bands', (people, bands) => {
    expect(bandsFor(people, 0)).toBe(bands);
  });

  test.each([0, 1, 3])('leaves at least two counts open in every band, however many people, %d sizes coarser too', (coarser) => {
    const tooFine = sizes.filter((people) => {
      const bands = bandsFor(people, coarser);
      const counts = Map.groupBy(upTo(people), (count) => bandOf(count, people, bands));
      return [...counts.values()].some(({ length }) => length < 2);
    });

    expect(tooFine).toEqual([]);
  });

  test('says by its limits exactly the counts that fall in its band', () => {
    const wrong = sizes.filter((people) => {
      const bands = bandsFor(people, 0);
      return [...Map.groupBy(upTo(people), (count) => bandOf(count, people, bands))].some(([band, counts]) => {
        const { low, high } = countBounds(band, people, bands);
        return low !== counts[0] || high !== counts.at(-1);
      });
    });

    expect(wrong).toEqual([]);
  });
});

describe('a mean', () => {
  const scales = [
    { min: 1, max: 5 },
    { min: 0, max: 10 },
    { min: 1, max: 3 },
    { min: 1, max: 7 },
    { min: 0, max: 1 },
  ];

  test.each(scales)('on a scale of $min to $max leaves open what one person answered, at the ends too', (scale) => {
    const range = scale.max - scale.min;
    const tooFine = sizes.filter((people) => {
      const bands = bandsFor(people, 0);
      return upTo(bands).some((band) => {
        const { low, high } = sumBounds(band, people * range, bands);
        return Math.floor(high) - Math.ceil(low) < range;
      });
    });

    expect(tooFine).toEqual([]);
  });

  test('is the share where only the ends of a scale can be answered: two roundings of one number would meet', () => {
    const question = { favourable: [3], scale: { min: 1, max: 3 }, isWhole: true };
    const differing = sizes.filter((people) =>
      upTo(people).some((yes) => {
        const { favourable, mean } = figures(
          [...Array.from({ length: people }, (_nothing, at) => (at < yes ? 3 : 1))],
          question,
          false,
          0,
        ).released;
        return Math.abs(1 + 2 * (favourable?.value ?? 0) - (mean?.value ?? 0)) > 1e-6;
      }),
    );

    expect(differing).toEqual([]);
  });
});

describe('the figures of a question', () => {
  const answers = [...Array.from({ length: 9 }, () => 5), ...Array.from({ length: 8 }, () => 4), 3, 2, 1, 1];

  test('lie within half a step of the true ones, and the shares of a distribution within a step', () => {
    const { released } = figures(answers, { favourable: [4, 5], scale: { min: 1, max: 5 }, isWhole: true }, true, 0);

    expect(Math.abs((released.favourable?.value ?? 0) - 17 / 21)).toBeLessThanOrEqual(0.05);
    expect(Math.abs((released.unfavourable?.value ?? 0) - 3 / 21)).toBeLessThanOrEqual(0.05);
    expect(Math.abs((released.mean?.value ?? 0) - 84 / 21)).toBeLessThanOrEqual(0.2);
    expect(released.distribution).toEqual({ shares: { '1': 0.1, '2': 0, '3': 0.1, '4': 0.4, '5': 0.4 }, step: 0.1 });
  });

  test('are the same way round where it is bad to agree', () => {
    const { released } = figures(answers, { favourable: [1, 2], scale: { min: 1, max: 5 }, isWhole: true }, true, 0);

    expect(released).toMatchObject({ favourable: { value: 0.1, step: 0.1 }, unfavourable: { value: 0.8, step: 0.1 } });
  });

  test('count what is favourable in the middle of a scale, or on one without whole steps', () => {
    const middle = { favourable: [3], scale: { min: 1, max: 5 }, isWhole: true };

    expect(figures(answers, middle, true, 0).released).toMatchObject({ favourable: { value: 0.1, step: 0.2 } });
    expect(figures(answers, middle, false, 0).released).toMatchObject({ favourable: { value: 0, step: 0.1 } });
    expect(figures([0.5, 0.5, 1], { favourable: [0.5], scale: { min: 0, max: 1 }, isWhole: false }, true, 0).released).toEqual({
      answers: 3,
      favourable: { value: 1, step: 1 },
      mean: { value: 1, step: 1 },
    });
  });
});
