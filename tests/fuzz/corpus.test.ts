import { describe, expect, it } from 'vitest';
import { corpusOf } from './corpus.js';
import { mutated, Random } from './mutate.js';
import { defectOf } from './target.js';
import { FUZZ_TARGETS } from './targets.js';

describe.each(FUZZ_TARGETS.map((make) => make()))('$name', (target) => {
  const corpus = corpusOf(target.name);

  it.each([...corpus])('reads or refuses %s', async (_name, input) => {
    expect(await defectOf(target, input)).toBeUndefined();
  });

  it('takes one input of its corpus at least: what refuses everything is no seed', async () => {
    const taken = await Promise.all(
      [...corpus.values()].map((input) =>
        Promise.resolve(input)
          .then((bytes) => target.read(bytes))
          .then(() => true)
          .catch(() => false),
      ),
    );
    expect(taken).toContain(true);
  });
});

describe('mutated', () => {
  it('gives the same inputs for the same seed', () => {
    const inputs = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 50 }, () =>
        mutated([Buffer.from('one'), Buffer.from('two')], ['w'], random).toString('hex'),
      );
    };
    expect(inputs(7)).toEqual(inputs(7));
    expect(inputs(7)).not.toEqual(inputs(8));
    expect(new Set(inputs(7)).size).toBeGreaterThan(30);
  });
});

describe('defectOf', () => {
  const target = { name: 't', words: [], refusals: [RangeError] };
  it('tells a refusal from a defect', async () => {
    const throwing = (error: Error) => ({
      ...target,
      read: () => {
        throw error;
      },
    });
    expect(await defectOf(throwing(new RangeError('refused')), Buffer.alloc(0))).toBeUndefined();
    expect(await defectOf(throwing(new TypeError('broken')), Buffer.alloc(0))).toBeInstanceOf(TypeError);
    expect(await defectOf({ ...target, read: () => Promise.reject(new Error('x')) }, Buffer.alloc(0))).toBeInstanceOf(
      Error,
    );
  });
});
