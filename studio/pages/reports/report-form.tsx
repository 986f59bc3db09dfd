import { Modal, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay, useMe } from '../../app/session.tsx';
import { DialogButtons } from '../../parts/dialogs/dialog-buttons.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { partWords } from '../../parts/text/part-words.ts';
import { useTeam } from '../../parts/team/use-team.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { useFigures } from '../analytics/use-figures.ts';
import { type Draft, draftOf, type Report, rhythms, settingsOf } from './report-draft.ts';
import { reportsWords } from './reports-words.ts';

type Fields = { draft: Draft; onChange: (draft: Draft) => void; report: Report | undefined };

const periods = [
  'yesterday',
  'last-7-days',
  'last-30-days',
  'last-90-days',
  'last-365-days',
  'last-week',
  'last-month',
] as const;

const What = ({ draft, onChange }: Fields) => {
  const words = useWords(reportsWords);
  const { language } = useLanguage();
  const may = useMay();
  const figures = (useFigures().data?.figures ?? [])
    .filter(({ scopes }) => may(...scopes))
    // One that needs a value of its own cannot be asked by a report of the form.
    .filter(({ parameters }) => parameters.every(({ usual }) => usual !== undefined));
  return (
    <>
      <MultiSelect
        label={words.figures}
        description={words.figuresHint}
        data={figures.map(({ key, title }) => ({ value: key, label: title[language] }))}
        value={[...draft.figures]}
        onChange={(next) => onChange({ ...draft, figures: next })}
        maxValues={12}
        searchable
        required
        hidePickedOptions
      />
      <NativeSelect
        label={words.period}
        data={periods.map((value) => ({ value, label: words[`period_${value}`] }))}
        value={draft.period}
        onChange={({ currentTarget }) =>
          onChange({ ...draft, period: periods.find((one) => one === currentTarget.value) ?? 'last-7-days' })
        }
      />
    </>
  );
};

const When = ({ draft, onChange, report }: Fields) => {
  const words = useWords(reportsWords);
  const { workspace } = useMe();
  const labels = {
    day: words.everyDay,
    week: words.everyWeek,
    month: words.everyMonth,
    'as-before': words.asBefore,
  };
  const offered = rhythms.filter(
    (one) => one !== 'as-before' || draftOf(report, 'en', '').rhythm === 'as-before',
  );
  return (
    <>
      <NativeSelect
        label={words.when}
        data={offered.map((value) => ({ value, label: labels[value] }))}
        value={draft.rhythm}
        onChange={({ currentTarget }) =>
          onChange({ ...draft, rhythm: rhythms.find((one) => one === currentTarget.value) ?? 'day' })
        }
      />
      <TextInput
        type="time"
        label={words.at}
        description={words.atHint(workspace.zone)}
        required
        value={draft.at}
        onChange={({ currentTarget }) => onChange({ ...draft, at: currentTarget.value })}
      />
    </>
  );
};

const Whom = ({ draft, onChange }: Fields) => {
  const words = useWords(reportsWords);
  const { users } = useTeam();
  return (
    <>
      <MultiSelect
        label={words.to}
        description={words.toHint}
        data={users.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...draft.to]}
        onChange={(to) => onChange({ ...draft, to })}
        maxValues={20}
        searchable
        required
        hidePickedOptions
      />
      <NativeSelect
        label={words.language}
        data={[
          { value: 'en', label: words.english },
          { value: 'es', label: words.spanish },
        ]}
        value={draft.language}
        onChange={({ currentTarget }) =>
          onChange({ ...draft, language: currentTarget.value === 'es' ? 'es' : 'en' })
        }
      />
    </>
  );
};

/** Makes a report, or changes one. */
export const ReportForm = ({ report, onClose }: { report: Report | undefined; onClose: () => void }) => {
  const words = useWords(reportsWords);
  const parts = useWords(partWords);
  const { language } = useLanguage();
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const { user } = useMe();
  const [draft, onChange] = useState(() => draftOf(report, language, user?.id));
  const save = useMutation({
    mutationFn: () => {
      const body = settingsOf(draft, report);
      return report === undefined
        ? ask(api.POST('/api/reports', { body }))
        : ask(api.PUT('/api/reports/{id}', { params: { path: { id: report.id } }, body }));
    },
    onSuccess: async () => {
      notice.done(words.saved);
      await queries.invalidateQueries({ queryKey: ['reports'] });
      onClose();
    },
  });
  const fields = { draft, onChange, report };
  const { name, figures, to, at } = draft;
  return (
    <Modal
      opened
      onClose={onClose}
      title={report === undefined ? words.newReport : words.changeReport(report.name)}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => onChange({ ...draft, name: currentTarget.value })}
        />
        <What {...fields} />
        <When {...fields} />
        <Whom {...fields} />
        <DialogButtons
          label={words.save}
          act={save}
          isReady={name.trim() !== '' && figures.length > 0 && to.length > 0 && at !== ''}
          onAct={() => save.mutate()}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
