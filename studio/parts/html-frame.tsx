import { useEffect, useId, useRef } from 'react';

import { useConnection } from '../app/session.tsx';
import classes from './html-frame.module.css';

/**
 * HTML of a message in a frame of its own. A page under the policy of the studio cannot show it, so a form sends it to the engine, which
 * answers it with a policy under which nothing acts. Give it a `key` that changes with the HTML.
 */
export const HtmlFrame = (props: { html: string; title: string; height: number; withPictures: boolean }) => {
  const { html, title, height, withPictures } = props;
  const { tenant } = useConnection();
  const name = `frame${useId().replaceAll(/\W/g, '')}`;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.submit(), [html, withPictures]);
  return (
    <>
      <form
        ref={form}
        method="post"
        target={name}
        action={`/api/templates/page?${new URLSearchParams({ tenant }).toString()}`}
        hidden
      >
        <input type="hidden" name="html" value={html} />
        <input type="hidden" name="pictures" value={withPictures ? '1' : '0'} />
      </form>
      <iframe
        className={classes['frame']}
        name={name}
        title={title}
        sandbox=""
        referrerPolicy="no-referrer"
        width="100%"
        height={height}
      />
    </>
  );
};
