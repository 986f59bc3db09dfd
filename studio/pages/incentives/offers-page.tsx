import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { NewDrafts } from '../../parts/drafts/new-drafts.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { NewOffer } from './edit-offer/new-offer.tsx';
import { incentiveWords } from './words.ts';

type Offer = components['schemas']['Offer'];
type Limit = Offer['limits'][number];

/** A limit of an offer in a few words: `500 times`, `€30.00 for each person a month`. */
const useLimitText = () => {
  const words = useWords(incentiveWords);
  const format = useFormat();
  return ({ currency }: Offer, { measure, most, by, per }: Limit): string => {
    const sum = format.money({ minor: most, currency });
    const what =
      measure === 'number'
        ? words.times(format.number(most))
        : measure === 'value'
          ? sum
          : words.inOrders(sum);
    return [what, by === undefined ? '' : words.perPerson, per === undefined ? '' : words.per(per)]
      .filter((part) => part !== '')
      .join(' ');
  };
};

const useColumns = (): readonly Column<Offer>[] => {
  const words = useWords(incentiveWords);
  const format = useFormat();
  const limitText = useLimitText();
  const may = useMay();
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ name, key }) => (
        <>
          {may('draft') ? (
            <PageLink page="/offers/$key/edit" value={key}>
              {name}
            </PageLink>
          ) : (
            name
          )}
          <Text size="xs" c="dimmed">
            {key}
          </Text>
        </>
      ),
    },
    { key: 'kind', title: words.kind, isWide: true, cell: ({ kind }) => words.kindOf(kind) },
    { key: 'code', title: words.codes, isWide: true, cell: ({ code }) => words.codeOf(code) },
    { key: 'used', title: words.used, align: 'right', cell: ({ used }) => format.number(used.count) },
    {
      key: 'discount',
      title: words.discount,
      align: 'right',
      cell: ({ used, currency }) => format.money({ minor: used.discount, currency }),
    },
    {
      key: 'limits',
      title: words.limits,
      isWide: true,
      cell: (offer) =>
        offer.limits.length === 0 ? (
          words.noLimits
        ) : (
          <Stack gap={0}>
            {offer.limits.map((limit) => (
              <span key={JSON.stringify(limit)}>{limitText(offer, limit)}</span>
            ))}
          </Stack>
        ),
    },
  ];
};

/** The offers of the shop, and how much of each is used. */
export const Content = () => {
  const words = useWords(incentiveWords);
  const api = useApi();
  const columns = useColumns();
  const found = useQuery({ queryKey: ['offers'], queryFn: () => ask(api.GET('/api/offers')) });
  return (
    <>
      <PageHeader title={words.offers} text={words.offersText}>
        <NewOffer />
      </PageHeader>
      <NewDrafts pattern={/^offers\/([^/]+)\.json$/} to={(key) => `/offers/${key}/edit`} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.offers.length === 0 ? <EmptyState title={words.noOffers} /> : null}
      {found.isSuccess && found.data.offers.length > 0 ? (
        <PlainTable
          label={words.offers}
          columns={columns}
          rows={found.data.offers}
          rowKey={({ key }) => key}
        />
      ) : null}
    </>
  );
};
