import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Messages } from './messages.ts';

/** Sets the application's menu in the language of `messages`. */
export function installMenu(messages: Messages): void {
  const mac = process.platform === 'darwin';
  const application: MenuItemConstructorOptions[] = [
    { role: 'about', label: messages.about },
    { type: 'separator' },
    { role: 'hide', label: messages.hide },
    { role: 'hideOthers', label: messages.hideOthers },
    { role: 'unhide', label: messages.showAll },
    { type: 'separator' },
    { role: 'quit', label: messages.quit },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ label: 'Raftpad', submenu: application }] : []),
    {
      label: messages.file,
      submenu: [
        { role: 'close', label: messages.closeWindow },
        ...(mac
          ? []
          : ([{ type: 'separator' }, { role: 'quit', label: messages.quit }] satisfies MenuItemConstructorOptions[])),
      ],
    },
    {
      label: messages.edit,
      submenu: [
        { role: 'undo', label: messages.undo },
        { role: 'redo', label: messages.redo },
        { type: 'separator' },
        { role: 'cut', label: messages.cut },
        { role: 'copy', label: messages.copy },
        { role: 'paste', label: messages.paste },
        { role: 'pasteAndMatchStyle', label: messages.pasteAsText },
        { role: 'selectAll', label: messages.selectAll },
      ],
    },
    {
      label: messages.view,
      submenu: [
        { role: 'resetZoom', label: messages.actualSize },
        { role: 'zoomIn', label: messages.zoomIn },
        { role: 'zoomOut', label: messages.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: messages.fullScreen },
        { role: 'toggleDevTools', label: messages.developerTools },
      ],
    },
    { label: messages.window, role: 'window', submenu: [{ role: 'minimize', label: messages.minimize }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
