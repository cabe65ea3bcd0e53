import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';
import { AppState } from './lib/app-state.svelte.ts';
import { listenForMemberPort } from './lib/member-port.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app element');

const app = new AppState(window.raftpad);
mount(App, { target, props: { app } });

// Listen first, then ask: the shell answers with a port, and with a fresh one after every restart of the member.
listenForMemberPort((port) => app.connection.connect(port));
void app.start();
