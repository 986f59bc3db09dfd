import { expect, test } from 'vitest';
import { createLog, createTemporalLogger } from './log.ts';
import { createSecret } from './secret.ts';

const collect = () => {
  const lines: string[] = [];
  return { lines, destination: { write: (line: string) => lines.push(line) } };
};

test('no secret reaches the log, by whatever name or depth', () => {
  const { lines, destination } = collect();
  const log = createLog({ level: 'info', secrets: [createSecret('sk_live_0123456789')], destination });
  log.info({
    headers: { Authorization: 'Bearer abc', cookie: 'sid=1', 'x-api-key': 'abc' },
    plugin: { config: [{ password: 'hunter22', clientSecret: 'abc', accessToken: 'abc' }] },
    url: 'smtp://user:hunter22@mail.example.com',
  });
  log.error(
    { err: new Error('provider said: bad key sk_live_0123456789') },
    'call failed with sk_live_0123456789',
  );
  const text = lines.join('');
  expect(text).not.toMatch(/hunter22|abc|sid=1|sk_live/);
  expect(text).toContain('smtp://user:[secret]@mail.example.com');
  expect(text).toContain('provider said: bad key [secret]');
});

test('what is no secret stays readable', () => {
  const { lines, destination } = collect();
  createLog({ level: 'info', destination }).info(
    { journey: { key: 'cart-recovery' }, entryKey: 'c_1' },
    'entered',
  );
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    msg: 'entered',
    journey: { key: 'cart-recovery' },
    entryKey: 'c_1',
  });
});

test("Temporal's SDK writes into the same log", () => {
  const { lines, destination } = collect();
  createTemporalLogger(createLog({ level: 'warn', destination })).warn('late', { workflowId: 'w' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    part: 'temporal',
    workflowId: 'w',
    msg: 'late',
  });
});
