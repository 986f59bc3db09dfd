import { mongo, MongooseError } from 'mongoose';
import { describe, expect, it } from 'vitest';

import { failureError } from './batching/write-errors.ts';
import { isDuplicate, isWriteConflict, toCicloError } from './errors.ts';
import { guarded } from './guarded.ts';

const refusal = (code: number, errmsg = 'no'): mongo.MongoServerError =>
  new mongo.MongoServerError({ code, errmsg, message: errmsg });

describe('an error of the database', () => {
  it.each([43, 64, 100, 112, 133, 134, 189, 202, 251, 262, 365, 384, 462, 9001, 10_107, 11_602, 13_435])(
    'of code %i, as a failover or too much load gives it, is unavailable alone and in a group',
    (code) => {
      expect(toCicloError(refusal(code))).toMatchObject({ code: 'unavailable', retryable: true });
      expect(failureError({ index: 0, code, message: 'no' })).toMatchObject({ code: 'unavailable' });
    },
  );

  it.each(['RetryableWriteError', 'RetryableError', 'SystemOverloadedError', 'TransientTransactionError'])(
    'with the label %s is unavailable, whatever its code',
    (label) => {
      const thrown = refusal(1);
      thrown.addErrorLabel(label);
      expect(toCicloError(thrown)).toMatchObject({ code: 'unavailable' });
    },
  );

  it('is unavailable when no server answered in time, also as mongoose tells it', () => {
    const said = new MongooseError('Server selection timed out after 3000 ms');
    expect(toCicloError(said)).toMatchObject({ code: 'unavailable', retryable: true });
  });

  it.each([10_334, 17_419, 17_420])('of code %i is too large, and so never tried again', (code) => {
    expect(toCicloError(refusal(code))).toMatchObject({ code: 'too-large', retryable: false });
    expect(failureError({ index: 0, code, message: 'no' })).toMatchObject({ code: 'too-large' });
  });

  it('is too late when the server says so, and internal when nothing is known of it', () => {
    expect(toCicloError(refusal(50))).toMatchObject({ code: 'timeout' });
    expect(toCicloError(refusal(2, 'bad value'))).toMatchObject({
      code: 'internal',
      message: 'The database refused: bad value',
    });
  });

  it.each([
    'E11000 duplicate key error collection: d.c index: serial dup key: { serial: 1 }',
    "Duplicate key violation on the requested collection: Index 'serial'",
    'E11000 duplicate key error collection: d.c',
  ])('says by its code that a document is there already, in whatever words: %s', (words) => {
    expect(isDuplicate(refusal(11_000, words))).toBe(true);
    expect(isDuplicate(refusal(112, words))).toBe(false);
  });
});

describe('a guarded store', () => {
  const createFlaky = (failures: readonly unknown[]) => {
    let calls = 0;
    const store = guarded({
      write: async (): Promise<string> => {
        const failure = failures[calls];
        calls += 1;
        if (failure !== undefined) throw failure;
        return 'written';
      },
    });
    return { store, calls: () => calls };
  };

  it('does a write that met another one again, alone or out of a group', async () => {
    const inGroup = failureError({ index: 0, code: 112, message: 'deadlock' });
    expect(isWriteConflict(inGroup)).toBe(true);
    const { store, calls } = createFlaky([refusal(112), inGroup, refusal(251)]);
    expect(await store.write()).toBe('written');
    expect(calls()).toBe(4);
  });

  it('does an upsert that met another one again, which then finds the document', async () => {
    const { store, calls } = createFlaky([refusal(11_000)]);
    expect(await store.write()).toBe('written');
    expect(calls()).toBe(2);
  });

  it('gives up after five tries as unavailable, and does nothing else again', async () => {
    const often = createFlaky(Array.from({ length: 9 }, () => refusal(112)));
    await expect(often.store.write()).rejects.toMatchObject({ name: 'CicloError', code: 'unavailable' });
    expect(often.calls()).toBe(5);
    const other = createFlaky([refusal(11_602)]);
    await expect(other.store.write()).rejects.toMatchObject({ code: 'unavailable' });
    expect(other.calls()).toBe(1);
  });
});
