import { useWords } from '../../words/language.tsx';
import { MailPicture } from './mail-frame.tsx';
import classes from './messages.module.css';
import { messageWords } from './words.ts';

/** Thumbnails show a mail in a window of this size at half its size, and a text as it is. */
const mailWindow = { width: 680, height: 480 };
const textWindow = { width: 340, height: 240 };

/** A message as it looks, small. */
export const Thumbnail = (props: {
  message: { readonly key: string; readonly name: string; readonly channel: string };
  withPictures: boolean;
}) => {
  const { message, withPictures } = props;
  const words = useWords(messageWords);
  const isMail = message.channel === 'email' || message.channel === 'post';
  return (
    <div className={classes['thumbnail']} data-mail={isMail || undefined}>
      <MailPicture
        of={{ message: message.key, withPictures }}
        title={words.previewOf(message.name)}
        {...(isMail ? mailWindow : textWindow)}
      />
    </div>
  );
};
