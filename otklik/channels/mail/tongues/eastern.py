"""What mail programs write in languages of Asia and of the Middle East."""

from otklik.channels.mail.tongues.tongue import Tongue

CHINESE = Tongue(
    leads="在|於|于",
    wrote_joined="写道|寫道|来信|來信",
    sender="发件人|寄件者|寄件人|发信人|發件人",
    sent="发送时间|发送日期|发件时间|日期|时间|寄件日期|傳送時間|傳送日期|已傳送|發送時間",
    to="收件人|收件者",
    cc="抄送|副本|抄送人",
    subject="主题|主題|主旨|标题",
    original="原始邮件|原邮件|原始郵件|原始訊息|邮件原件|回复的原邮件",
    forwarded="转发的邮件|转发邮件|转发的消息|轉寄郵件|轉寄的郵件|轉寄訊息|转发邮件信息",
    sent_from=r"(?:发自|發自|来自|從|从)(?:我的|于)? ?.{2,40}|(?:傳送自|发送自).{2,40}|获取 ?outlook\b.{0,40}"
    r"|取得 ?outlook\b.{0,40}",
    sign_offs="此致|顺颂商祺|敬上",
    replies="回复|回覆|答复|答覆",
    forwards="转发|轉寄|轉發",
)
JAPANESE = Tongue(
    wrote_joined="のメール|のメッセージ|書きました|さんは書きました|さんからのメール",
    sender="差出人|送信者|送信元",
    sent="送信日時|日時|日付|送信日",
    to="宛先",
    subject="件名|題名",
    original="元のメッセージ|元のメール|オリジナルメッセージ",
    forwarded="転送メッセージ|転送されたメッセージ|転送メール",
    forwarded_plain="転送されたメッセージ",
    sent_from=r".{0,40}(?:i ?phone|i ?pad|android|スマートフォン|携帯)から送信(?:されました)?"
    r"|outlook for .{2,30} を入手",
    sign_offs="敬具|以上",
    replies="返信",
    forwards="転送",
)
KOREAN = Tongue(
    wrote_joined=r"(?:님이 )?작성|쓴 글|님이 쓴 글|님의 글",
    sender="보낸 ?사람|보낸이|발신인",
    sent="보낸 ?날짜|보낸 ?시간|날짜|전송 ?날짜",
    to="받는 ?사람|받는이|수신인",
    cc="참조",
    subject="제목",
    original="원본 ?메시지|원본 ?메일|원본 ?이메일",
    forwarded="전달된 ?메시지|전달된 ?메일|전달된 ?이메일",
    sent_from=r"(?:나의|내|제) .{2,40}에서 (?:보냄|보낸 메일입니다)|.{2,30}용 outlook (?:다운로드|받기)",
    replies="답장|회신",
    forwards="전달",
)
HEBREW = Tongue(
    months="ב?(?:ינו|פבר|מרץ|אפר|מאי|יונ|יול|אוג|ספט|אוק|נוב|דצמ)",
    weekdays="יום [אבגדהוש]|יום (?:ראשון|שני|שלישי|רביעי|חמישי|שישי)|שבת",
    leads="בתאריך|ב-?",
    wrote="כתב|כתבה|כתב/ה|מאת",
    sender="מאת",
    sent="נשלח|תאריך|נשלח ב",
    to="אל",
    cc="עותק|העתק",
    subject="נושא",
    original="הודעה מקורית|ההודעה המקורית",
    forwarded="הודעה שהועברה|הודעה מועברת",
    sent_from=r"נשלח (?:מה|מ)-?.{2,40}",
    sign_offs="בברכה|בכבוד רב|תודה ובברכה",
    replies="השב|תגובה|תשובה",
    forwards="הועבר|העבר",
)
ARABIC = Tongue(
    months="يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    weekdays="الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
    leads="في|بتاريخ",
    wrote="كتب|كتبت|كتابة",
    sender="من|المرسل",
    sent="تاريخ الإرسال|أرسلت|التاريخ|تم الإرسال|تاريخ",
    to="إلى",
    cc="نسخة",
    subject="الموضوع",
    original="الرسالة الأصلية|رسالة أصلية",
    forwarded="رسالة مُ?عاد توجيهها|رسالة محولة|رسالة تم تحويلها",
    sent_from=r"أُ?رسلت من .{2,40}",
    sign_offs="مع أطيب التحيات|مع تحياتي|تحياتي|مع خالص التحية|مع فائق الاحترام",
    replies="رد",
    forwards="إعادة توجيه",
)

TONGUES = (CHINESE, JAPANESE, KOREAN, HEBREW, ARABIC)
