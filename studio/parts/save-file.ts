/** Hands bytes to the browser as a download; nothing of them is shown or run. */
export const saveFile = (input: { bytes: Blob; name: string }): void => {
  const url = URL.createObjectURL(new Blob([input.bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = input.name;
  link.click();
  URL.revokeObjectURL(url);
};
