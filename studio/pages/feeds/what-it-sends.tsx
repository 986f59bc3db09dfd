import { Table } from '@mantine/core';

import { PageLink } from '../../parts/page/page-link.tsx';
import { useWords } from '../../words/language.tsx';
import { Section } from '../connectors/section.tsx';
import type { Feed } from './use-feeds.ts';
import { feedWords } from './words.ts';

/** Whom a feed writes about, and when: its settings as they hold. */
export const WhatItSends = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const { rows, plugin, goesAs, settings, lastFile } = feed;
  const {
    every = '1 hour',
    names,
    consent,
    personal,
    folder = '',
    format = 'ndjson',
    gzip = true,
  } = settings;
  const { purpose = 'marketing', channel, topic } = consent ?? {};
  const agreed = [purpose, channel, topic].filter((one) => one !== undefined).join(', ');
  const isOfPeople = rows !== 'erasures';
  const lines: readonly (readonly [string, string])[] = [
    [words.what, words.kindOf(rows)],
    ...(rows === 'events' ? [[words.names, names?.join(', ') ?? words.all] as const] : []),
    ...(goesAs === 'files'
      ? [
          [
            words.format,
            `${format.toUpperCase()}${gzip ? ' (gzip)' : ''}${folder === '' ? '' : ` · ${folder}`}`,
          ] as const,
        ]
      : []),
    [words.every, words.duration(every)],
    ...(isOfPeople ? [[words.consent, consent === undefined ? words.noConsent : agreed] as const] : []),
    ...(isOfPeople && goesAs !== 'audience'
      ? [[words.personal, personal === true ? words.withPersonal : words.withoutPersonal] as const]
      : []),
    ...(lastFile === undefined ? [] : [[words.lastFile, lastFile] as const]),
  ];
  return (
    <Section id="sends" title={words.sends}>
      <Table variant="vertical" withTableBorder style={{ overflowWrap: 'anywhere' }}>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th w="35%">{words.to}</Table.Th>
            <Table.Td>
              <PageLink page="/connectors/$instance" value={plugin}>
                {plugin}
              </PageLink>
            </Table.Td>
          </Table.Tr>
          {lines.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w="35%">{name}</Table.Th>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
};
