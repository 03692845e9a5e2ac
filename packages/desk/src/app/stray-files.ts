// Files dropped where nothing takes them.

/** Browsers show a file that nothing takes in place of the page: the desk would be gone, and offers with it. */
export function refuseStrayFile(event: DragEvent): void {
  const { dataTransfer, target } = event;
  if (event.defaultPrevented || dataTransfer === null || !dataTransfer.types.includes('Files')) return;
  if (target instanceof HTMLInputElement && target.type === 'file') return;
  event.preventDefault();
  dataTransfer.dropEffect = 'none';
}
