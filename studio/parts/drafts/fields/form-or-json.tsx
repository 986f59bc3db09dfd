import { Fieldset, SegmentedControl, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { z } from 'zod';

import { useWords } from '../../../words/language.tsx';
import { usePlaceOf } from '../../page/use-place.ts';
import { draftWords } from '../draft-words.ts';
import type { Written } from '../edited-file.tsx';

const placeSchema = z.looseObject({ view: z.enum(['form', 'json']).optional().catch(undefined) });
const objectSchema = z.record(z.string(), z.unknown());

/** A part of a form, with its name. */
export const Section = (props: { legend: string; children: ReactNode }) => (
  <Fieldset {...props} mx={0} miw={0} styles={{ legend: { fontWeight: 600 } }} />
);

/** A file that is edited by a form, or as JSON; the address keeps which. */
export const FormOrJson = (props: { written: Written; children: ReactNode }) => {
  const { written, children } = props;
  const words = useWords(draftWords);
  const [{ view = 'form' }, change] = usePlaceOf(placeSchema);
  const isReadable = objectSchema.safeParse(written.value).success;
  return (
    <Stack>
      <SegmentedControl
        aria-label={words.view}
        style={{ alignSelf: 'flex-start' }}
        data={[
          { value: 'form', label: words.form },
          { value: 'json', label: 'JSON' },
        ]}
        value={view}
        onChange={(next) => change({ view: next === 'json' ? 'json' : 'form' })}
      />
      {view === 'json' ? written.editor : isReadable ? children : <Text>{words.unreadable}</Text>}
    </Stack>
  );
};
