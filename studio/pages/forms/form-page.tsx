import { Button, List, SimpleGrid, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { PlainTable } from '../../parts/data-table.tsx';
import { DayBars } from '../../parts/days/day-bars.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { FormLook } from './form-look.tsx';
import { keptOut, textFor } from './form-row.ts';
import { Section } from './section.tsx';
import { LanguageInput, Snippet } from './snippet.tsx';
import { formWords } from './words.ts';

type Form = components['schemas']['FormWithHtml'];

const Figures = ({ form }: { form: Form }) => {
  const words = useWords(formWords);
  const format = useFormat();
  const { counts } = form;
  const share = counts.sent === 0 ? 0 : Math.min(1, counts.confirmed / counts.sent);
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <Stat label={words.sent} value={format.number(counts.sent)} />
      <Stat
        label={words.leads}
        value={format.number(counts.confirmed)}
        text={counts.sent === 0 ? words.leadsText : words.share(format.percent(share))}
      />
      <Stat
        label={words.waiting}
        value={format.number(Math.max(0, counts.sent - counts.confirmed))}
        text={words.waitingText}
      />
      <Stat label={words.keptOut} value={format.number(keptOut(counts))} />
    </SimpleGrid>
  );
};

const Days = ({ form }: { form: Form }) => {
  const words = useWords(formWords);
  const format = useFormat();
  if (form.days.length === 0) return null;
  return (
    <DayBars
      label={words.days}
      heads={[words.day, words.sent]}
      bars={form.days.map(({ day, sent }) => ({
        day,
        value: sent,
        text: words.sentOn(day, format.number(sent)),
      }))}
    />
  );
};

const KeptOut = ({ form }: { form: Form }) => {
  const words = useWords(formWords);
  const format = useFormat();
  if (keptOut(form.counts) === 0) return null;
  const reasons = (['trapped', 'limited', 'invalid'] as const).filter((one) => form.counts[one] > 0);
  return (
    <PlainTable
      label={words.why}
      columns={[
        { key: 'reason', title: words.why, cell: (one: (typeof reasons)[number]) => words[one] },
        {
          key: 'times',
          title: words.times,
          align: 'right',
          cell: (one) => format.number(form.counts[one]),
        },
      ]}
      rows={reasons}
      rowKey={(one) => one}
    />
  );
};

const Details = (props: { form: Form; locale: string; onLocale: (locale: string) => void }) => {
  const { form, locale, onLocale } = props;
  const words = useWords(formWords);
  const { language } = useLanguage();
  return (
    <Stack>
      <Figures form={form} />
      <Days form={form} />
      <KeptOut form={form} />
      <LanguageInput value={locale} onChange={onLocale} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section legend={words.look}>
          <FormLook html={form.html} title={words.lookOf(textFor(form.title, language))} />
        </Section>
        <Section legend={words.snippet}>
          <Snippet html={form.html} />
        </Section>
      </SimpleGrid>
      <CopyText label={words.address} value={form.address} />
      <Section legend={words.fields}>
        <List size="sm">
          {['email', ...form.fields].map((field) => (
            <List.Item key={field}>{field}</List.Item>
          ))}
        </List>
      </Section>
      <Section legend={words.optIn}>
        <Text size="sm">
          {words.optInText}{' '}
          <PageLink page="/messages/$key" value="confirm-subscription" inText>
            confirm-subscription
          </PageLink>
          .
        </Text>
      </Section>
    </Stack>
  );
};

/** One form: what came of it, how it looks, and what is put into a page of the shop. */
export const Content = () => {
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  const words = useWords(formWords);
  const { language } = useLanguage();
  const [locale, setLocale] = useState<string>(language);
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['form', key, locale],
    queryFn: () => ask(api.GET('/api/forms/{key}', { params: { path: { key }, query: { locale } } })),
    placeholderData: keepPreviousData,
  });
  if (found.isLoadingError) return <PageProblem of={found} />;
  if (found.data === undefined) return <Loading />;
  return (
    <>
      <PageHeader title={textFor(found.data.title, language)} text={found.data.topic}>
        {may('draft') ? (
          <Button renderRoot={(more) => <Link to={`/forms/${encodeURIComponent(key)}/edit`} {...more} />}>
            {words.edit}
          </Button>
        ) : null}
      </PageHeader>
      <Details form={found.data} locale={locale} onLocale={setLocale} />
    </>
  );
};
