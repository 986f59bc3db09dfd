import { SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useConnection } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import classes from './developers.module.css';
import { linksOf, type MailLink } from './links-of.ts';
import { mailViews, useMailNumber, useMailPlace } from './place.ts';
import { developerWords } from './words.ts';

type Mail = components['schemas']['DevMail'];

/** The mail as its reader sees it: in a frame in which no script runs. */
const Framed = ({ mail, isPhone }: { mail: Mail; isPhone: boolean }) => {
  const words = useWords(developerWords);
  const { tenant } = useConnection();
  return (
    <div className={classes['stage']}>
      <iframe
        className={[classes['frame'], isPhone ? classes['phone'] : ''].join(' ')}
        src={`/api/dev-mails/${mail.n}/page?tenant=${encodeURIComponent(tenant)}`}
        title={words.mailOf(mail.subject)}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
      />
    </div>
  );
};

const Links = ({ mail }: { mail: Mail }) => {
  const words = useWords(developerWords);
  const links = useMemo(() => linksOf(mail.html), [mail.html]);
  const columns: readonly Column<MailLink>[] = [
    { key: 'text', title: words.linkText, cell: ({ text }) => text },
    { key: 'href', title: words.link, cell: ({ href }) => href },
  ];
  if (links.length === 0) return <Text>{words.noLinks}</Text>;
  return <PlainTable label={words.links} columns={columns} rows={links} rowKey={({ href }) => href} />;
};

const Headers = ({ mail }: { mail: Mail }) => {
  const words = useWords(developerWords);
  const columns: readonly Column<readonly [string, string]>[] = [
    { key: 'name', title: words.header, cell: ([name]) => name },
    { key: 'value', title: words.value, cell: ([, value]) => value },
  ];
  return (
    <PlainTable
      label={words.headers}
      columns={columns}
      rows={Object.entries(mail.headers)}
      rowKey={([name]) => name}
    />
  );
};

const Plain = ({ mail }: { mail: Mail }) => {
  const words = useWords(developerWords);
  if (mail.text === '') return <Text>{words.noText}</Text>;
  return (
    <div className={classes['stage']}>
      <pre className={classes['text']}>{mail.text}</pre>
    </div>
  );
};

const View = ({ mail }: { mail: Mail }) => {
  const [{ view }] = useMailPlace();
  switch (view) {
    case 'text':
      return <Plain mail={mail} />;
    case 'links':
      return <Links mail={mail} />;
    case 'headers':
      return <Headers mail={mail} />;
    default:
      return <Framed mail={mail} isPhone={view === 'phone'} />;
  }
};

const Facts = ({ mail }: { mail: Mail }) => {
  const words = useWords(developerWords);
  const format = useFormat();
  const facts = [
    [words.from, mail.from],
    [words.to, mail.to.join(', ')],
    [words.sent, format.instant(mail.date)],
  ] as const;
  return (
    <Table variant="vertical" withTableBorder style={{ overflowWrap: 'anywhere' }}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w="25%">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};

/** One mail of the development inbox: as on a desktop and a phone, as plain text, its links and headers. */
export const Content = () => {
  const words = useWords(developerWords);
  const api = useApi();
  const n = useMailNumber();
  const [{ view }, change] = useMailPlace();
  const found = useQuery({
    queryKey: ['dev-mail', n],
    queryFn: () => ask(api.GET('/api/dev-mails/{n}', { params: { path: { n: String(n) } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const { subject } = found.data;
  return (
    <>
      <PageHeader title={subject === '' ? words.noSubject : subject} />
      <Stack>
        <Facts mail={found.data} />
        <SegmentedControl
          aria-label={words.view}
          data={mailViews.map((one) => ({ value: one, label: words[one] }))}
          value={view}
          onChange={(next) => change({ view: mailViews.find((one) => one === next) ?? 'desktop' })}
          size="xs"
          style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
        />
        <View mail={found.data} />
      </Stack>
    </>
  );
};
