import { SimpleGrid, Stack, Text } from '@mantine/core';

import { PageLink } from '../../parts/page/page-link.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { Section } from '../connectors/section.tsx';
import type { Feed } from './use-feeds.ts';
import { feedWords } from './words.ts';

/** How far a feed is, and what it left out. */
export const Figures = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const { written, leftOut, refused, waitsSince, lastAt, goesAs, settings } = feed;
  const { after = '10 minutes' } = settings;
  const last = lastAt === undefined ? {} : { text: words.last(format.ago(lastAt)) };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: goesAs === 'events' ? 4 : 3 }}>
      <Stat
        label={words.waitsSince}
        value={waitsSince === undefined ? words.nothing : format.ago(waitsSince)}
        text={words.waitsText(words.duration(after))}
      />
      {goesAs === 'audience' ? (
        <Stat label={words.changes} value={format.number(written.rows)} {...last} />
      ) : (
        <Stat
          label={words.sent}
          value={format.number(written.rows)}
          {...(goesAs === 'files'
            ? { text: words.files(written.files, format.number(written.files)) }
            : last)}
        />
      )}
      <Stat
        label={words.leftOut}
        value={format.number(leftOut.noConsent + leftOut.restricted)}
        text={words.leftOutText(format.number(leftOut.noConsent), format.number(leftOut.restricted))}
      />
      {goesAs === 'events' ? (
        <Stat label={words.refused} value={format.number(refused)} text={words.refusedHint} />
      ) : null}
    </SimpleGrid>
  );
};

/** What a service said later of requests that it had taken. */
const Requests = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  if (feed.requests === undefined) return null;
  const { joining, leaving, last } = feed.requests;
  const waiting = joining + leaving;
  return (
    <>
      {waiting === 0 ? null : <Text size="sm">{words.serviceWorks(format.number(waiting))}</Text>}
      {last === undefined ? null : (
        <Text size="sm">
          {words.lastRequest(
            words[`request_${last.state}`],
            format.number(last.people),
            format.number(last.failed),
          )}
          {last.reasons.length === 0 ? null : ` ${last.reasons.map(({ reason }) => reason).join(', ')}.`}
          {last.matched === undefined
            ? null
            : ` ${words.matched(format.number(last.matched.from), format.number(last.matched.to))}`}
        </Text>
      )}
    </>
  );
};

/** Who is in the audience that a feed keeps, and who is on the way. */
export const AudienceFigures = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const format = useFormat();
  const { audience, settings } = feed;
  if (audience === undefined) return null;
  const { segment = '', audience: id = '' } = settings;
  return (
    <Section id="audience" title={words.audience}>
      <Stack gap="sm">
        <Text size="sm">
          {words.ofSegment}{' '}
          <PageLink page="/segments/$key" value={segment} inText>
            {segment}
          </PageLink>
          . {words.inAudience(id)}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <Stat label={words.members} value={format.number(audience.members)} />
          <Stat label={words.joining} value={format.number(audience.joining)} text={words.joiningText} />
          <Stat label={words.leaving} value={format.number(audience.erased)} text={words.leavingText} />
        </SimpleGrid>
        <Requests feed={feed} />
      </Stack>
    </Section>
  );
};

/** What a feed of erasures names, and for how long. */
export const ErasureNote = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  if (feed.rows !== 'erasures') return null;
  return (
    <Section id="erasures" title={words.erasures}>
      <Text size="sm">{words.erasuresText}</Text>
    </Section>
  );
};
