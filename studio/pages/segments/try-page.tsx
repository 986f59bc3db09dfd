import { useState } from 'react';

import { NewFile } from '../../parts/drafts/new-file.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { useWords } from '../../words/language.tsx';
import { emptyDraft } from '../../parts/conditions/conditions.tsx';
import { Builder } from './builder.tsx';
import { segmentWords } from './words.ts';

/** Conditions to try, from none; they become a segment when somebody wants to keep them. */
export const Content = () => {
  const words = useWords(segmentWords);
  const [when, setWhen] = useState<Readonly<Record<string, unknown>> | undefined>();
  return (
    <>
      <PageHeader title={words.try} text={words.tryText}>
        <NewFile
          title={words.keep}
          disabled={when === undefined}
          files={({ key, name }) => ({
            [`segments/${key}.json`]: `${JSON.stringify({ key, name, when }, undefined, 2)}\n`,
          })}
          to={(key) => `/segments/${key}`}
        />
      </PageHeader>
      <Builder start={emptyDraft} onConditions={setWhen} />
    </>
  );
};
