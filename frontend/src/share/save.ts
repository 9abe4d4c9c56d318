/** Hands a file to the reader. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export const saveText = (text: string, name: string, type = "text/plain"): void => saveBlob(new Blob([text], { type }), name);
