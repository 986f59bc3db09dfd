import { Stack, Switch } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';

import { useWords } from '../../../words/language.tsx';
import { emptyDraft } from '../../../parts/conditions/conditions.tsx';
import { toDraft } from '../../../parts/conditions/rows.ts';
import { AsTheyAre, Builder } from '../../segments/builder.tsx';
import type { OfferForm } from './offer-form.ts';
import { offerEditWords } from './words.ts';

const conditionsSchema = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** Whom the offer is for, in lines as segments have them, with how many they are as one types. */
export const AudiencePart = ({ form }: { form: OfferForm }) => {
  const words = useWords(offerEditWords);
  const audience = conditionsSchema.parse(form.valueAt(['audience']));
  const [isBegun, setBegun] = useState(false);
  const draft = audience === undefined ? emptyDraft : toDraft(audience);
  const isLimited = audience !== undefined || isBegun;
  return (
    <Stack>
      <Switch
        label={words.narrow}
        description={words.narrowText}
        checked={isLimited}
        onChange={({ currentTarget: { checked } }) => {
          setBegun(checked);
          if (!checked) form.set(['audience'], undefined);
        }}
      />
      {isLimited && draft !== undefined ? (
        <Builder start={draft} onConditions={(conditions) => form.merge(['audience'], conditions)} />
      ) : null}
      {audience !== undefined && draft === undefined ? <AsTheyAre conditions={audience} without="" /> : null}
    </Stack>
  );
};
