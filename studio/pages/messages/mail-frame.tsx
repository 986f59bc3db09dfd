import { useState } from 'react';

import { useConnection } from '../../app/session.tsx';
import classes from './messages.module.css';

/** What of a message a frame shows. */
export type FrameOf = {
  readonly message: string;
  /** Which state of your draft is shown, instead of what is published. */
  readonly draft?: string | undefined;
  readonly person?: string | undefined;
  readonly locale?: string | undefined;
  readonly isDark?: boolean;
  readonly withPictures: boolean;
};

/** Where a frame finds what it shows. */
const useSource = (of: FrameOf): string => {
  const { tenant } = useConnection();
  const query = new URLSearchParams({
    tenant,
    scheme: of.isDark === true ? 'dark' : 'light',
    pictures: of.withPictures ? '1' : '0',
    // Another state loads the frame again.
    ...(of.draft === undefined ? {} : { draft: '1', state: of.draft }),
    ...(of.person === undefined ? {} : { profile: of.person }),
    ...(of.locale === undefined ? {} : { locale: of.locale }),
  });
  return `/api/templates/${encodeURIComponent(of.message)}/page?${query.toString()}`;
};

type Size = { readonly width: number | undefined; readonly height: number };

/**
 * A message in a frame of its own: the engine serves it with a policy under which no script runs and no form is sent, and the frame allows
 * none either. What was shown stays until what comes instead has loaded, so that nothing flickers while somebody writes.
 */
export const MailFrame = (props: Size & { of: FrameOf; title: string }) => {
  const { of, title, width, height } = props;
  const source = useSource(of);
  const [shown, show] = useState(source);
  const sources = shown === source ? [source] : [shown, source];
  return (
    <div className={classes['frames']}>
      {sources.map((src) => (
        <iframe
          key={src}
          className={classes['frame']}
          src={src}
          title={title}
          sandbox=""
          referrerPolicy="no-referrer"
          width={width ?? '100%'}
          height={height}
          onLoad={() => {
            if (src === source) show(src);
          }}
          {...(src === shown ? {} : { 'data-coming': true, tabIndex: -1, 'aria-hidden': true, inert: true })}
        />
      ))}
    </div>
  );
};

/** The picture of a message: only to be looked at, without focus and clicks, and loaded when it is near. */
export const MailPicture = (props: Size & { of: FrameOf; title: string }) => {
  const { of, title, width, height } = props;
  return (
    <iframe
      className={classes['frame']}
      src={useSource(of)}
      title={title}
      sandbox=""
      loading="lazy"
      referrerPolicy="no-referrer"
      width={width ?? '100%'}
      height={height}
      tabIndex={-1}
      aria-hidden
      inert
    />
  );
};
