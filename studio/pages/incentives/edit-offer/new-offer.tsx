import { Select } from '@mantine/core';
import { useState } from 'react';

import { NewFile } from '../../../parts/drafts/new-file.tsx';
import { useFileSchema } from '../../../parts/drafts/use-file.ts';
import { useWords } from '../../../words/language.tsx';
import { incentiveWords } from '../words.ts';
import { firstText, kindsOf } from './offer-text.ts';
import { offerEditWords } from './words.ts';

/** Which kind of offer is begun, of those the schema knows. */
const KindInput = ({ kind, onKind }: { kind: string; onKind: (kind: string) => void }) => {
  const names = useWords(incentiveWords);
  const schema = useFileSchema('offer');
  const kinds = schema.data === undefined ? [kind] : kindsOf(schema.data);
  return (
    <Select
      label={names.kind}
      allowDeselect={false}
      data={kinds.map((value) => ({ value, label: names.kindOf(value) }))}
      value={kind}
      onChange={(next) => onKind(next ?? kind)}
    />
  );
};

/** Begins an offer as a draft: its name and kind, with a code for each person. */
export const NewOffer = () => {
  const words = useWords(offerEditWords);
  const [kind, setKind] = useState('percentage');
  return (
    <NewFile
      title={words.newOffer}
      files={({ key, name }) => ({ [`offers/${key}.json`]: firstText({ key, name, kind }) })}
      to={(key) => `/offers/${key}/edit`}
    >
      <KindInput kind={kind} onKind={setKind} />
    </NewFile>
  );
};
