import { afterAll, beforeAll, expect, it } from 'vitest';

import { shopFiles } from '../harness/shop.ts';
import { openStudio, type Studio } from './open-studio.ts';

const path = 'journeys/welcome.json';

// Laid out as no machine lays it out.
const text = `{
  "key": "welcome", "name": "Welcome new customers",
  "stage": "acquisition",
  "entry": { "on": "Signed Up" },

  "steps": [
    { "id": "gift",  "type": "offer", "offer": "spring" },
    { "id": "rest",  "type": "wait", "for": "30 days" },
    { "id": "worth", "type": "branch",
      "cases": [ { "when": { "all": [ { "fact": "profile", "path": "$.stage", "operator": "equal", "value": "customer" } ] },
                   "then": [ { "id": "tag", "type": "update", "tags": { "add": ["buyer"] } } ] } ] }
  ]
}
`;

const spring = {
  key: 'spring',
  name: 'Spring',
  kind: 'amount',
  value: 5,
  code: { pattern: 'SPRING-######' },
  expires: { after: '30 days' },
};

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio({
    start: Date.parse('2026-03-20T10:00:00Z'),
    files: (tenant) => shopFiles({ tenant, files: { [path]: text, 'offers/spring.json': spring } }),
  });
  await studio.engine.customer('lea');
  await studio.engine.track('lea', 'Signed Up');
});
afterAll(() => studio.close());

it('a journey is tried with what happened, before anybody gets anything', async () => {
  const eva = await studio.signedIn({ role: 'marketer' });
  const { page } = eva;
  await eva.open('/journeys/welcome?tab=try');
  await page.getByRole('combobox', { name: 'What is played' }).click();
  await page.getByRole('option', { name: 'The last days, with what happened' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  const played = page.getByRole('article', { name: 'Last 7 days, version 1' });
  await played.getByText('1 of 1 people played').waitFor();
  await played.getByText('Done').waitFor();
  await page.getByRole('region', { name: 'Who would have entered' }).getByRole('row').nth(1).waitFor();
  await page.getByText('1 come').first().waitFor();
  await page.getByText(/spring: coupons given 1, followed by an order 0/).waitFor();
  await page.mouse.move(0, 0);
  await eva.picture('journey-try');
  await eva.isAccessible();
  await eva.on('laptop');
  // It is the engine's: anyone who opens the address finds it, and so does the list.
  const address = page.url();
  await eva.open('/journeys/welcome?tab=try');
  await page.getByRole('button', { name: 'Last 7 days, version 1' }).waitFor();
  expect(await played.count()).toBe(0);
  await eva.open(address.slice(address.indexOf('/journeys')));
  await played.getByText('1 of 1 people played').waitFor();
  await played.getByRole('button', { name: 'Close' }).click();
  await played.waitFor({ state: 'detached' });
  expect(eva.complaints).toEqual([]);
  await eva.leave();
});
