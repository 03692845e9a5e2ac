// The emoji agents use, by what they are searched for. The system's own picker has all the others.

const GROUPS = `
😀 grin happy|😃 smile happy|😄 smile laugh|😁 beam grin|😆 laugh|😅 sweat laugh relief|😂 tears joy laugh|🤣 rolling laugh|🙂 slight smile|🙃 upside down|😉 wink|😊 blush smile|😇 angel halo|🥰 love hearts|😍 heart eyes love|🤩 star eyes wow|😘 kiss|😋 yummy tasty|😛 tongue|🤪 zany crazy|🤗 hug|🤭 oops giggle|🤫 quiet hush|🤔 think hmm|🤐 zip mouth|😐 neutral|😑 expressionless|😶 no mouth|😏 smirk|🙄 eye roll|😬 grimace|😌 relieved|😔 sad pensive|😪 sleepy|😴 sleep|😷 mask ill|🤒 fever ill|🤕 hurt bandage|🤧 sneeze|🥵 hot|🥶 cold|😵 dizzy|🤯 mind blown|🥳 party celebrate|😎 cool sunglasses|🤓 nerd|🧐 monocle look|😕 confused|😟 worried|🙁 frown sad|☹️ frown sad|😮 surprised oh|😯 hushed|😲 astonished|😳 flushed|🥺 please pleading|😦 frown|😧 anguish|😨 fear|😰 anxious sweat|😥 sad relieved|😢 cry tear|😭 sob cry|😱 scream|😖 confounded|😣 persevere|😞 disappointed|😓 sweat|😩 weary|😫 tired|🥱 yawn|😤 steam|😡 angry|😠 angry mad|🤬 swear
👋 wave hello bye|🤚 hand|✋ hand stop high five|👌 ok fine|🤌 pinched|✌️ peace victory|🤞 fingers crossed luck|🤟 love you|🤘 rock|🤙 call me|👈 left point|👉 right point|👆 up point|👇 down point|☝️ one up|👍 thumbs up yes good|👎 thumbs down no bad|✊ fist|👊 fist bump|👏 clap bravo|🙌 hooray hands|👐 open hands|🤲 palms|🤝 handshake deal agree|🙏 thanks please pray|✍️ write sign|💪 strong muscle|👂 ear listen|👀 eyes look|🧠 brain|🙋 raise hand question|🤷 shrug|🤦 facepalm|🙇 bow sorry|💁 info help|👩‍💻 computer work|👷 builder work|🕵️ detective|🧑‍🔧 mechanic repair|🧑‍🍳 cook|🚶 walk|🏃 run
❤️ heart love red|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🖤 black heart|🤍 white heart|💔 broken heart|💕 hearts|💖 sparkle heart|💯 hundred perfect|💥 boom|💫 dizzy star|💬 speech chat|💭 thought|❗ exclamation|❓ question|‼️ double exclamation|✅ check done yes|☑️ check box|✔️ check|❌ cross no wrong|⛔ forbidden|🚫 no forbidden|⚠️ warning|ℹ️ information|🆗 ok|🆕 new|🆓 free|🔴 red|🟠 orange|🟡 yellow|🟢 green|🔵 blue
🎉 party celebrate|🎊 confetti|🎁 gift present|🎂 cake birthday|🎈 balloon|🏆 trophy win|🥇 gold medal|⭐ star|🌟 star glow|✨ sparkles|🔥 fire hot|☀️ sun|⛅ cloud|🌧️ rain|❄️ snow|🌈 rainbow|🌍 world earth|🌱 plant|🌸 flower|🌹 rose|🍀 luck clover|🐶 dog|🐱 cat|☕ coffee|🍵 tea|🍺 beer|🍷 wine|🥂 cheers|🍕 pizza|🍔 burger|🍎 apple|🍰 cake
📞 phone call|☎️ telephone|📱 mobile phone|💻 laptop computer|🖥️ screen|🖨️ printer|⌨️ keyboard|🔋 battery|🔌 plug power|💡 idea light|🔦 torch|📷 camera|🎧 headphones|⌚ watch|⏰ alarm clock|⏳ wait hourglass|⌛ time hourglass|🕐 clock|📅 calendar date|📆 calendar|📌 pin|📍 place pin|📎 clip attach|🔗 link|📝 note memo|📄 page document|📑 documents|📊 chart|📈 up chart|📉 down chart|📦 package parcel|📬 mail post|📧 mail e-mail|✉️ letter envelope|📨 incoming mail|🧾 receipt invoice|💳 card pay|💰 money|💶 euro|💵 dollar|🛒 cart shop|🛍️ shopping bags|🏷️ label price|🔑 key|🔒 lock|🔓 unlock|🔍 search|⚙️ settings gear|🔧 wrench repair|🔨 hammer|🛠️ tools|🏠 house home|🏢 office|🏥 hospital|🏪 shop|🚗 car|🚕 taxi|🚌 bus|🚆 train|✈️ plane flight|🚚 delivery truck|🚲 bicycle|⬆️ up|⬇️ down|⬅️ left|➡️ right|🔄 again refresh|♻️ recycle`;

export interface Emoji {
  readonly mark: string;
  /** What it shows, and other words it is found by. */
  readonly words: string;
}

/** All of them, in order. */
export const EMOJI: readonly Emoji[] = GROUPS.trim()
  .split(/[|\n]/)
  .map((entry) => {
    const space = entry.indexOf(' ');
    return { mark: entry.slice(0, space), words: entry.slice(space + 1) };
  });

/** Those whose words begin with every word typed. */
export function findEmoji(typed: string): readonly Emoji[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return EMOJI;
  return EMOJI.filter(({ words }) => {
    const known = words.split(' ');
    return wanted.every((word) => known.some((one) => one.startsWith(word)));
  });
}

const KEY = 'parley.emoji';
const MOST_RECENT = 8;

/** Those chosen last on this device. */
export function recentEmoji(): readonly Emoji[] {
  const kept = (localStorage.getItem(KEY) ?? '').split(' ');
  return kept.flatMap((mark) => EMOJI.find((emoji) => emoji.mark === mark) ?? []);
}

/** Remembers a choice. */
export function rememberEmoji(mark: string): void {
  const others = recentEmoji().flatMap((emoji) => (emoji.mark === mark ? [] : [emoji.mark]));
  localStorage.setItem(KEY, [mark, ...others].slice(0, MOST_RECENT).join(' '));
}
