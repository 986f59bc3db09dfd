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

/**
 * A message in a frame of its own: the engine serves it with a policy under which no script runs and no form is sent, and the frame allows
 * none either.
 */
export const MailFrame = (props: {
  of: FrameOf;
  title: string;
  width: number | undefined;
  height: number;
  /** Only to be looked at: it takes no focus and no clicks. */
  isPicture?: boolean;
}) => {
  const { of, title, width, height, isPicture = false } = props;
  const { tenant } = useConnection();
  const query = new URLSearchParams({
    tenant,
    scheme: of.isDark === true ? 'dark' : 'light',
    pictures: of.withPictures ? '1' : '0',
    // The state is no parameter of the API: it loads the frame again.
    ...(of.draft === undefined ? {} : { draft: '1', state: of.draft }),
    ...(of.person === undefined ? {} : { profile: of.person }),
    ...(of.locale === undefined ? {} : { locale: of.locale }),
  });
  return (
    <iframe
      className={classes['frame']}
      src={`/api/templates/${encodeURIComponent(of.message)}/page?${query.toString()}`}
      title={title}
      sandbox=""
      loading="lazy"
      referrerPolicy="no-referrer"
      width={width ?? '100%'}
      height={height}
      {...(isPicture ? { tabIndex: -1, 'aria-hidden': true, inert: true } : {})}
    />
  );
};
