// The two tones of the desk, made on the spot.
type Tone = 'offer' | 'message';

/** Hertz of the notes, one after the other. */
const NOTES: Readonly<Record<Tone, readonly number[]>> = { offer: [659, 880, 659, 880], message: [784] };
const NOTE_SECONDS = 0.16;
const LOUDNESS = 0.12;

let audio: AudioContext | null = null;
/** When each tone last heard has faded, on the clock of the audio. */
const fades: Record<Tone, number> = { offer: 0, message: 0 };

function ring(context: AudioContext, hertz: number, start: number): void {
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  oscillator.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS * 1.6);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + NOTE_SECONDS * 1.7);
}

/** Plays a tone; one that is still heard is not begun again. Browsers keep quiet until somebody has pressed something in the page; then nothing is heard. */
export async function play(tone: Tone): Promise<void> {
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended' && navigator.userActivation.hasBeenActive) await audio.resume();
    if (audio.state !== 'running') return;
    if (audio.currentTime < fades[tone]) return;
    const now = audio.currentTime + 0.02;
    fades[tone] = now + NOTES[tone].length * NOTE_SECONDS;
    for (const [place, hertz] of NOTES[tone].entries()) ring(audio, hertz, now + place * NOTE_SECONDS);
  } catch {
    // A machine without sound is no reason to stop.
  }
}
