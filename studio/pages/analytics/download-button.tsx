import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useWords } from '../../words/language.tsx';
import type { Asked } from './asked.ts';
import { analyticsWords } from './words.ts';

const rowsMost = 10_000;

/** The figure as a CSV file. */
export const DownloadButton = (props: { figureKey: string; asked: Asked; isDisabled: boolean }) => {
  const { figureKey: key, asked } = props;
  const words = useWords(analyticsWords);
  const api = useApi();
  const notice = useNotice();
  const load = useMutation({
    mutationFn: async () => {
      const query = { ...asked, format: 'csv' as const, limit: rowsMost };
      const params = { path: { key }, query };
      const bytes = await ask(api.GET('/api/figures/{key}', { params, parseAs: 'blob' }));
      saveFile({ bytes, name: `${key}.csv` });
    },
    onSuccess: () => notice.done(words.downloaded),
    onError: notice.failed,
  });
  return (
    <Button
      variant="default"
      disabled={props.isDisabled}
      loading={load.isPending}
      onClick={() => load.mutate()}
    >
      {words.download}
    </Button>
  );
};
