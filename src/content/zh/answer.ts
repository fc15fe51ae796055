import type * as english from '../en/answer';
import type { Translation } from '../keys';

export const answer: Translation<typeof english.answer> = {
  recommend: '推荐',
  genre: '喜欢的类型',
  stop: '停止',
  recommendation: '推荐结果',
  needHistory: '请先在{{record}}记录中添加至少一{{unit}}{{item}}。',
  hero: '接下来{{see}}什么？',
  idle: '语言模型读你的记录和候选{{item}}，说出下一{{unit}}。',
  genreIdle: '用同样的方式提问，模型会说你喜欢什么类型。',
  noGenre: '这个模型包只有名称，没有可学的类型，所以模型说不出类型。',
  question: '提示词的结尾；后面是模型自己的话。',
  stopped: '在第一个词之前停止了。按“推荐”再问一次。',
  stoppedAfter: '在“{{text}}”之后停止了。按“推荐”再问一次。',
  genreStopped: '已停止。按“喜欢的类型”再问一次。',
  reading: '正在读提示词：{{read}} / {{all}} 个 token',
  read: '已读的提示词',
  stale: '这是你上次改动之前的回答。',
  inOrder: '首选，然后是去掉它之后的首选，依此类推',
  shares: '比例',
  firstLook: '显示第一次看时的比例',
  reasonIsNone: '这是核对过的事实，你的记录里没有哪一个与它相同，也不是原因：真正左右选择的，见“什么起了作用”。',
  reasonIs: '这是核对过的事实，不是原因：真正左右选择的，见“什么起了作用”。',
  ranking: '候选，首选在前',
  by: '导演 {{names}}',
  probability: '概率 {{percent}}',
  place: '在 {{recommender}} 列表中{{place}}',
  unknown: '{{recommender}} 不认识，由文字得知',
  own: '你自己的{{item}}，由文字得知',
  freeHelp: '自由生成：模型可以说出目录中任何不在记录里的{{item}}，不限于候选，而且一定是真实的名称。',
  freeBeyond: '自由生成说出了目录中的另一{{unit}}{{item}}，不在候选之列。下面的列表仍是候选。',
  showAll: '显示全部 {{count}} {{unit}}{{item}}',
  showFewer: '只显示前 {{count}} {{unit}}',
};

export const facts: Translation<typeof english.facts> = {
  heading: '来自你这 {{films}}的资料',
  note: '这是数出来的，不是模型说的。',
  from: '{{place}}',
  fromThe: '{{place}}',
  by: '导演 {{director}}',
  of: '{{decade}}',
};

export const decade: Translation<typeof english.decade> = { name: '{{year}} 年代' };

export const probability: Translation<typeof english.probability> = {
  summary: '百分比的含义',
  second: '第 2 位是去掉第 1 位之后模型的选择；百分比是第一次提问的，所以后面的可能更大。',
  more: '第 2 位是去掉第 1 位之后模型的选择，依此类推到第 {{places}} 位；百分比是第一次提问的，所以后面的可能更大。',
  what: '假定下一{{unit}}就在这些候选中，语言模型认为每个名称有多大可能：名称各 token 的概率相乘，总和为 100%。',
  raw: '这是模型自己的值，没有和实际命中率对照：与其当作概率，不如当作次序。',
  softened: '用一个温度 T = {{temperature}} 调和过（p 变为 p^(1/T)），它使 {{users}} 位验证用户的实际选择最为可能；次序不变。',
  sharpened: '用一个温度 T = {{temperature}} 强化过（p 变为 p^(1/T)），它使 {{users}} 位验证用户的实际选择最为可能；次序不变。',
  error: '这样，首选的百分比与实际命中率平均相差 {{points}} 个百分点。',
  holds: '这是对论文的测试而言：一个正确答案混在 19 个随机项中。如果候选都很可能（例如 {{recommender}} 的前 20），请当作次序来看。',
};

export const cost: Translation<typeof english.cost> = {
  title: '开销',
  first: '首个 token',
  speed: '速度',
  perSecond: '每秒 {{tokens}} 个 token',
  all: '总计',
  device: '设备',
  passes: '前向计算',
  passesForced_other: '{{passes}} 次，{{count}} 个 token 已定',
  prompt: '提示词',
  tokens: '{{tokens}} 个 token',
  tokensReused: '{{tokens}} 个 token，{{reused}} 个复用',
  meaning: '这些数字的含义',
  help: {
    first: '首个 token：从按下按钮到回答的第一个 token，包括读提示词。',
    passes: '前向计算：语言模型运行的次数，提示词每一段一次，每个问题一次。',
    forced: '已定的 token：回答只能是候选之一；当名称只有一种接法时，这个 token 不花时间。',
    reused: '复用：上一次回答后模型仍记得的提示词开头。',
  },
};

export const prompt: Translation<typeof english.prompt> = {
  summary: '模型读到的提示词',
  user: 'user',
  item: 'item',
  userToken: 'F_U(x_u)：作为软 token 的用户表示',
  itemToken: 'F_I(e)：作为软 token 的{{item}}联合嵌入',
  sentence: '写这句话时模型读到的内容',
  sentenceNote_other: '这是语言模型根据提示词中的事实自己写的话。它一共写了{{count}}句；这一句是其中经事实核实、说得最具体的。',
  chips: '每个小块是一个软 token：对齐器给出的向量，插在词语之间，占提示词的一个位置。',
};

export const think: Translation<typeof english.think> = {
  title: '看它思考',
  attention: '大众在看哪里',
  attentionHelp: '{{recommender}} 的注意力：生成用户表示 x_u 时，最后一步对记录中每一项的权重。权重之和为 100%。',
  noAttention: '{{recommender}} 没有注意力，不会说它看了哪里。',
  steps: '回答是怎样写出来的',
  stepsHelp: '候选名称在哪里分岔，语言模型就在哪里选择下一段。每行是一次选择，附每种接法的概率：这是模型自己的值，列表中的经过调和。',
  stepsNone: '候选名称没有分岔，没有什么可选。',
  nothing: '有了回答，这里会显示过程。',
  other: '另外 {{count}} 种接法',
  lead: '这个回答是怎样得来的，用的是这一次运行的真实数字。',
  taste: '数字里的口味',
  representation: 'x_u：{{recommender}} 由整份记录得出的 {{count}} 个数',
  userToken: '用户的软 token：语言模型像词一样读的 {{count}} 个数',
  tasteHelp: '{{recommender}} 从人们的观看记录中学来，把整份记录概括成一个向量。投影 F_U 再把它变成软 token：放在词的位置上的向量。',
  joint: '联合空间里的每{{unit}}{{item}}',
  jointHelp: '蓝色是大众对它的了解（人们记录中与它相邻的作品），紫色是读句子的模型 SBERT 从文字中读出的。亮的那一半成为它的软 token；无人评分时只有紫色。',
  collaborative: '{{title}}，协同的一半：{{count}} 个数',
  text: '{{title}}，文字的一半：{{count}} 个数',
  uses: { collaborative: '大众', text: '文字', mean: '两者' },
  reads: '语言模型读到的',
  readsHelp: '它认识的词、片名，以及夹在其间的软 token。',
  chooses: '它怎样选择',
  choosesHelp: '它一段一段地写出片名。横线是它权衡过的接法，粗体是它选的。这些是模型自己的数值，列表里的是缓和过的。',
  numbers: '查看数字',
};

export const mattered: Translation<typeof english.mattered> = {
  title: '什么起了作用',
  help: '去掉一项，看回答怎么变。候选不变。',
  without: '去掉 {{title}}',
  each: '逐一去掉',
  asking: '正在去掉它重新提问……',
  askingEach: '已去掉 {{done}} / {{of}}……',
  with: '有它',
  left: '没有它',
  bars: '每一项对《{{title}}》起的作用：单独去掉它后减少的概率是支持，增加的是反对；相加不必等于总数',
  for: '支持 {{points}} 个百分点',
  against: '反对 {{points}} 个百分点',
  nothing: '有了回答，就可以拆开来看。',
  films: '记录中的一{{unit}}{{item}}',
  method: '语言模型在片名之外得到的',
  parts: {
    user: { name: '去掉口味概要', help: '提示词不变，只是少了概括你口味的那个向量（用户 token）。' },
    items: { name: '去掉每{{unit}}{{item}}的概要', help: '没有物品 token。片名仍是词，口味仍是向量，但没有什么再说明两者是否相合。' },
    collaborative: { name: '去掉大众所知', help: '每个 token 只由文字得来，就像从来没有人评过分。' },
    text: { name: '去掉文字所说', help: '无人评分的作品失去 token；大众熟悉的什么也不失去：它们的 token 本来就不用文字。' },
    'llm-only': { name: '去掉以上所有', help: '仅语言模型：只有词，没有大众的任何信息。' },
  },
  same: '首选仍是《{{title}}》：有它 {{before}}，没有它 {{after}}。',
  changed: '有它是《{{before}}》，没有它是《{{after}}》。',
};

export const candidates: Translation<typeof english.candidates> = {
  title: '候选',
  shuffle: '重新抽取',
  from: '候选从哪里来',
  summary: '{{count}} {{unit}}{{item}}，按提示词中的顺序',
  pending: '模型就绪且记录中有{{item}}后，就会找出候选。',
  rated: '目录的文字还在传输中。到齐之前，候选只从评分足够多的{{item}}中选出。',
  widened: '目录的文字已到齐：现在候选来自整个目录。',
  done: '想看清单中的{{item}}都已在记录里。',
  takeOut: '从候选中移除：{{title}}',
  kinds: { catalogue: '整个目录', sasrec: '{{recommender}} 前 20', newcomers: '新面孔', watchlist: '想看清单', paper: '随机' },
  helps: {
    catalogue: '整个目录中软 token 离你最近的 100 {{unit}}{{item}}，不论有没有人评分。',
    sasrec: '协同过滤排在最前的{{item}}：由模型重新排序。',
    newcomers: '一半是冷启动的{{item}}，{{recommender}} 根本无法排序。',
    newcomersSince: '一半是 2015 年以后冷启动的{{item}}，{{recommender}} 根本无法排序。',
    watchlist: '从想看清单中取最多 20 {{unit}}：先{{see}}哪一{{unit}}？重新抽取会换一批。',
    paper: '论文的测试：从 {{recommender}} 认识的{{item}}中均匀抽取。',
  },
};

export const sasrec: Translation<typeof english.sasrec> = {
  title: '仅 {{recommender}}',
  list: '{{recommender}} 的列表',
  note: '只有协同过滤，没有语言模型。',
  took: '{{milliseconds}} ms',
  knowsNone: '这些{{item}}它一{{unit}}也不认识：这是它对谁都会说的。',
  empty: '添加第一{{unit}}{{item}}后，列表就会出现。',
};
