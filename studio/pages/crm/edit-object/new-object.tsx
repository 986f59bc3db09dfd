import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { useMay } from '../../../app/session.tsx';
import { NewFile } from '../../../parts/drafts/new-file.tsx';
import { useFiles, useKeepDrafts } from '../../../parts/drafts/use-file.ts';
import { useNotice } from '../../../parts/page/notice.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useWords } from '../../../words/language.tsx';
import { firstExtension, firstObject } from './first-object.ts';
import { objectWords } from './words.ts';

/** Begins an object as a draft: a title, a person and a day. */
export const NewObject = () => {
  const words = useWords(objectWords);
  return (
    <NewFile
      title={words.newObject}
      files={({ key, name }) => ({ [`objects/${key}.json`]: firstObject({ key, name }) })}
      to={(key) => `/objects/${key}/edit`}
    />
  );
};

/** Leads to where an object is changed; one that comes with Ciclo gets a file that extends it first. */
export const ChangeObject = ({ of: key, name }: { of: string; name: string }) => {
  const words = useWords(objectWords);
  const may = useMay();
  const files = useFiles();
  const keep = useKeepDrafts();
  const navigate = useNavigate();
  const notice = useNotice();
  const path = `objects/${key}.json`;
  const to = `/objects/${key}/edit`;
  const begin = useMutation({
    mutationFn: () => keep({ [path]: firstExtension(key) }, null),
    onSuccess: () => navigate({ to }),
    onError: notice.failed,
  });
  if (!may('draft', 'read') || files.data === undefined) return null;
  if (files.data.some((file) => file.path === path)) {
    return (
      <PageLink page="/objects/$key/edit" value={key}>
        {words.changeOf(name)}
      </PageLink>
    );
  }
  return (
    <Button variant="default" size="compact-sm" loading={begin.isPending} onClick={() => begin.mutate()}>
      {words.changeOf(name)}
    </Button>
  );
};
