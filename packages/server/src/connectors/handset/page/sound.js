// A short sound for what comes in: off until somebody wants it.
import { keep, kept } from './place.js';

const KEY = 'parley-handset-sound';
let isOn = kept(KEY) === 'on';
let audio = null;

export const isSoundOn = () => isOn;

/** Turns the sound on or off, and lets it be heard once when it is on. */
export function turnSound(on) {
  isOn = on;
  keep(KEY, on ? 'on' : 'off');
  if (on) chime();
}

/** Two soft notes. */
export function chime() {
  if (!isOn) return;
  audio ??= new AudioContext();
  const start = audio.currentTime;
  [784, 1046].forEach((frequency, at) => {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start + at * 0.11);
    volume.gain.exponentialRampToValueAtTime(0.08, start + at * 0.11 + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at * 0.11 + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start + at * 0.11);
    tone.stop(start + at * 0.11 + 0.32);
  });
}
