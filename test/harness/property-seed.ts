import * as fc from 'fast-check';

const wanted = process.env['CICLO_SEED'];

/**
 * Property tests draw the same cases in each run, so that a verdict never depends on luck. `npm run test:random` draws others each time, and
 * `CICLO_SEED=<number>` draws those of a number. A case that failed becomes an example of its test.
 */
if (wanted !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted ?? '20261129') });
