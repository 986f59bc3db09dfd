import {
  condition,
  defineSignal,
  proxyActivities,
  proxySinks,
  setHandler,
  sleep,
} from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing: () => Promise<void> }>({ startToCloseTimeout: '1 minute' });

const { rest } = proxySinks<{ rest: { falls: () => void } }>();

const go = defineSignal('go');

/** What everything is measured against: start, one empty activity, done. */
export async function bareActivity(): Promise<void> {
  await nothing();
}

/** A workflow that only sleeps, and tells its worker that it does now. */
export async function bareSleep(): Promise<void> {
  rest.falls();
  await sleep('30 days');
}

/** A workflow that waits for a signal, does one empty activity and is done. */
export async function bareSignal(): Promise<void> {
  let isWoken = false;
  setHandler(go, () => {
    isWoken = true;
  });
  await condition(() => isWoken, '30 days');
  await nothing();
}
