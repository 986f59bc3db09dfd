import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const tag = (id: string) => ({ id, type: 'update', tags: { add: [id] } });
const files = {
  'journeys/welcome.json': {
    key: 'welcome',
    name: 'Welcome new customers',
    description: 'A first reminder, and a gift for anyone who comes back.',
    stage: 'acquisition',
    entry: { on: 'Signed Up', again: 'always' },
    goal: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
    steps: [
      {
        id: 'gift',
        type: 'experiment',
        metric: { on: 'Order Completed', within: '7 days', value: '$.properties.revenue' },
        arms: [
          { name: 'plain', weight: 1, control: true, then: [] },
          { name: 'with-code', weight: 3, then: [tag('code')] },
        ],
      },
      {
        id: 'answer',
        type: 'wait-for',
        timeout: '20 days',
        events: [{ on: 'Quiz Done', then: [tag('quiz')] }],
        otherwise: [{ id: 'silent', type: 'exit', outcome: 'silent' }],
      },
      {
        id: 'worth',
        type: 'branch',
        cases: [
          {
            when: {
              all: [{ fact: 'profile', path: '$.stage', operator: 'equal', value: 'customer' }],
            },
            then: [tag('buyer')],
          },
        ],
      },
    ],
  },
  'journeys/nurture.json': {
    key: 'nurture',
    name: 'Nurture leads',
    stage: 'acquisition',
    entry: { on: 'Lead Created' },
    steps: [{ id: 'wait', type: 'wait', for: '30 days' }],
  },
};

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files }),
  });
  const { engine } = studio;
  for (let n = 0; n < 12; n += 1) {
    await engine.customer(`p${n}`, { firstName: `Person ${n}` });
    await engine.track(`p${n}`, 'Signed Up');
    if (n === 0) await engine.track('p0', 'Quiz Done');
  }
});
afterAll(() => studio.close());

/** How many people are inside, as the API says it. */
const inside = async (): Promise<number> => {
  const { body } = await studio.api.call('GET', '/api/journeys/welcome');
  return z.object({ active: z.number() }).parse(body).active;
};

it('a marketer finds a journey, sees who stands on its steps, and what it is worth', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const count = await inside();
  await eva.open('/journeys');
  await eva.page.getByRole('row', { name: /^Nurture leads Live/ }).waitFor();
  await eva.picture('journeys');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.isAccessible();
  await eva.on('laptop');
  await eva.page.getByRole('link', { name: 'Welcome new customers' }).click();
  await eva.page.getByRole('heading', { level: 1, name: 'Welcome new customers' }).waitFor();
  await eva.page.getByText('with-code: 75%').first().waitFor();
  await eva.page.getByRole('button', { name: `${count} here now: show who stands on “answer”` }).waitFor();
  await eva.picture('journey-picture');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.isAccessible();
  await eva.on('laptop');
  await eva.page.getByText('List', { exact: true }).click();
  await eva.page.getByText('with-code: 75%').waitFor();
  await eva.page.getByText('When “Quiz Done” comes').waitFor();
  await eva.page.getByText('Case 1: profile.stage = "customer"').waitFor();
  await eva.picture('journey');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.isAccessible();
  await eva.on('laptop');

  const here = `${count} here now: show who stands on “answer”`;
  await eva.page.getByRole('button', { name: here }).click();
  const people = eva.page.getByRole('dialog');
  await people
    .getByRole('cell', { name: /^Person \d+$/ })
    .first()
    .waitFor();
  await people.getByText(`${count} shown`).waitFor();
  await eva.picture('journey-people');
  await eva.isAccessible();
  await eva.page.keyboard.press('Escape');

  await eva.page.getByRole('tab', { name: 'Results' }).click();
  const experiment = eva.page.getByRole('region', { name: 'Experiment “gift”' });
  await experiment.getByText(/^Too early to say/).waitFor();
  await experiment
    .getByRole('cell', { name: /^0% 0% to \d/ })
    .first()
    .waitFor();
  await eva.picture('journey-results');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.isAccessible();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a journey is frozen, resumed and paused only after it was said how many people that concerns', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const count = await inside();
  await eva.open('/journeys/welcome');
  const { page } = eva;
  const choose = async (how: string) => {
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: how }).click();
  };
  const dialog = page.getByRole('dialog');
  await choose('Freeze');
  await dialog.getByText(`It stands still for ${count} people inside`).waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The gift is sold out.');
  await eva.picture('journey-freeze');
  await eva.isAccessible();
  expect(await page.getByText('Frozen', { exact: true }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Freeze' }).click();
  await page.getByText('Frozen', { exact: true }).waitFor();
  await page.getByText('The gift is sold out.').waitFor();
  await studio.engine.comeToRest(studio.engine.tenant);

  await choose('Resume');
  await dialog.getByText(`It goes on for ${count} people inside`).waitFor();
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Live', { exact: true }).waitFor();

  await choose('Pause');
  await dialog.getByText(`Inside stay ${count} people`).waitFor();
  await dialog.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused', { exact: true }).waitFor();
  await eva.open('/journeys?state=paused');
  await page.getByRole('link', { name: 'Welcome new customers' }).waitFor();
  expect(await page.getByRole('link', { name: 'Nurture leads' }).count()).toBe(0);
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('a journey that is stopped is over for everybody inside', async () => {
  await studio.engine.customer('lea');
  await studio.engine.track('lea', 'Lead Created');
  const eva = await studio.signedIn({ role: 'marketer' });
  await eva.open('/journeys/nurture');
  const { page } = eva;
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Stop' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('It ends at once for 1 person inside').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Stop' }).click();
  await dialog.getByText('It ends at once for 1 person inside').waitFor();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Ended', { exact: true }).waitFor();
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});

it('somebody who may only look is offered no action and no names; in Spanish, in the dark, on a phone', async () => {
  const eva = await studio.signedIn({ role: 'viewer', locale: 'es-ES', dark: true });
  await eva.on('phone');
  await eva.open('/journeys/welcome');
  await eva.page.getByText('Cuando llega «Quiz Done»').waitFor();
  expect(await eva.page.getByRole('button', { name: /Acciones|aquí ahora|quién está/ }).count()).toBe(0);
  await eva.picture('journey-es');
  await eva.isAccessible();
  await eva.on('phone');
  await eva.isAccessible();
  await eva.leave();
});
