import type { Child } from 'hono/jsx';

import { showPage } from '../page.tsx';
import type { Scene } from './scene.ts';

/** The pages there may be. */
export type PageName = 'data' | 'orders' | 'cases' | 'quotes' | 'points' | 'referrals';

/** A note above a page: what was done, or that it was not. */
export type Note = { readonly text: string; readonly isProblem?: boolean };

/** The note that something was done, or that it could not be. */
export const noteOf = (scene: Scene, became: 'done' | 'refused', text: string): Note =>
  became === 'done' ? { text } : { text: scene.texts.notDone, isProblem: true };

/** Shows a page of somebody who proved that it is them, with the way to the others. */
export const showSelf = (
  scene: Scene,
  input: { title: string; note?: Note | undefined; children: Child },
): Response | Promise<Response> => {
  const { c, settings, locale, texts, base } = scene;
  const { title, note } = input;
  const children = (
    <>
      {note === undefined ? null : (
        <p class={note.isProblem === true ? '' : 'done'} role={note.isProblem === true ? 'alert' : 'status'}>
          {note.text}
        </p>
      )}
      {input.children}
      <nav class="screen">
        <p>
          <a href={base}>{texts.home}</a>
        </p>
      </nav>
      <form method="post" action={base}>
        <button class="plain" name="do" value="leave">
          {texts.leave}
        </button>
      </form>
    </>
  );
  const status = note?.isProblem === true ? 400 : 200;
  return showPage({ c, status, locale, settings, title, children });
};
