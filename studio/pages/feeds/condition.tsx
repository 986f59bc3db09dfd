import { Alert, Stack, Text } from '@mantine/core';

import { PageLink } from '../../parts/page/page-link.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { usePlugins } from '../connectors/use-plugins.ts';
import { FeedState } from './feed-state.tsx';
import { type Feed, useStandingOf } from './use-feeds.ts';
import { feedWords } from './words.ts';

/** The code that stands in front of what went wrong, and the rest: `segment-401: The key is not taken.` */
const parted = (error: string): { readonly code: string; readonly message: string } => {
  const [, code, message] = /^([a-z\d-]+): ?([^]*)$/.exec(error) ?? [];
  return code === undefined || message === undefined ? { code: '', message: error } : { code, message };
};

/** What went wrong last: what, at which connector, what to do, and when it is tried again. */
const LastError = ({ feed, error }: { feed: Feed; error: string }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const { code, message } = parted(error);
  const { plugin, failures, nextAt } = feed;
  return (
    <Alert
      role="status"
      color="red"
      title={failures === 0 ? words.failedLater : words.failedTimes(failures, format.number(failures))}
      style={{ overflowWrap: 'anywhere' }}
    >
      <Stack gap={4}>
        <Text size="sm">
          {code === '' ? null : (
            <Text span size="sm" fw={600}>
              {code}
            </Text>
          )}{' '}
          {message}
        </Text>
        <Text size="sm">
          {words.at}{' '}
          <PageLink page="/connectors/$instance" value={plugin} inText>
            {plugin}
          </PageLink>
          . {words.hintOf(code)}
        </Text>
        {nextAt === undefined || failures === 0 ? null : (
          <Text size="sm" c="dimmed">
            {words.nextTry(format.ago(nextAt))}
          </Text>
        )}
      </Stack>
    </Alert>
  );
};

/** Calls of its connector that do not go through, whatever the feed does. */
const Held = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const standing = useStandingOf()(feed);
  const why = usePlugins().data?.plugins.find(({ instance }) => instance === feed.plugin)?.why;
  if (standing !== 'off' && standing !== 'held') return null;
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {standing === 'off' ? words.offText : words.heldText}{' '}
      <PageLink page="/connectors/$instance" value={feed.plugin} inText>
        {feed.plugin}
      </PageLink>
      {why === undefined ? '.' : `: ${why}`}
    </Text>
  );
};

/** How a feed goes, and what is in its way. */
export const Condition = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const { state, error, nextAt } = feed;
  return (
    <Stack gap="xs" align="flex-start">
      <FeedState standing={useStandingOf()(feed)} />
      <Held feed={feed} />
      {error === undefined ? null : <LastError feed={feed} error={error} />}
      {state === 'waiting' && nextAt !== undefined ? (
        <Text size="sm" c="dimmed">
          {words.nextRound(format.ago(nextAt))}
        </Text>
      ) : null}
    </Stack>
  );
};
