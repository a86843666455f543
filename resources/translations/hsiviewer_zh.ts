<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh" sourcelanguage="en">
  <context>
    <name>hsiviewer</name>
    <message>
      <source>
Grey: {0} bands that are marked bad; lines leave them out, and methods do not use them.</source>
      <translation>
灰色：{0} 个被标为坏的波段；曲线跳过它们，方法也不使用它们。</translation>
    </message>
    <message>
      <source> (marked bad)</source>
      <translation>（标为坏波段）</translation>
    </message>
    <message>
      <source> Class {0}</source>
      <translation> 类别 {0}</translation>
    </message>
    <message>
      <source> px</source>
      <translation> 像素</translation>
    </message>
    <message>
      <source>0 for smoothing alone</source>
      <translation>0 表示仅平滑</translation>
    </message>
    <message>
      <source>1 bad band</source>
      <translation>1 个坏波段</translation>
    </message>
    <message>
      <source>1 band</source>
      <translation>1 个波段</translation>
    </message>
    <message>
      <source>1 label</source>
      <translation>1 个标注</translation>
    </message>
    <message>
      <source>1 label looks unlike the class, ringed in the map; press D to go there.</source>
      <translation>1 个标注与其类别不相似，已在地图上圈出；按 D 前往。</translation>
    </message>
    <message>
      <source>1 notice</source>
      <translation>1 条提示</translation>
    </message>
    <message>
      <source>1 pixel</source>
      <translation>1 个像素</translation>
    </message>
    <message>
      <source>1 section</source>
      <translation>1 个章节</translation>
    </message>
    <message>
      <source>1 spectrum</source>
      <translation>1 条光谱</translation>
    </message>
    <message>
      <source>1 value</source>
      <translation>1 个值</translation>
    </message>
    <message>
      <source>2 standard deviations</source>
      <translation>2 倍标准差</translation>
    </message>
    <message>
      <source>95 % interval. It holds for reference pixels that were drawn at random; neighbours that are alike make it too narrow.</source>
      <translation>95 % 区间。适用于随机抽取的参考像元；相似的邻近像元会使其过窄。</translation>
    </message>
    <message>
      <source>95 % interval: {0} to {1}</source>
      <translation>95 % 区间：{0} 至 {1}</translation>
    </message>
    <message>
      <source>; and {0} more.</source>
      <translation>；另有 {0} 个。</translation>
    </message>
    <message>
      <source>a description: write a sentence below the table</source>
      <translation>描述：请在表格下方写一句话</translation>
    </message>
    <message>
      <source>A graphics card if there is one, else the processor</source>
      <translation>有显卡则用显卡，否则用处理器</translation>
    </message>
    <message>
      <source>A linear model of the classes' probabilities; good with very few labels.</source>
      <translation>各类别概率的线性模型；标注极少时效果好。</translation>
    </message>
    <message>
      <source>A method, a preset, and Start. Quick suits a computer without a graphics card; More shows every parameter. Training runs in a process of its own.</source>
      <translation>方法、预设和“开始”。quick 适合没有显卡的计算机；“更多”显示所有参数。训练在独立进程中运行。</translation>
    </message>
    <message>
      <source>A sentence about material, brightness, texture, height and surroundings; methods guided by text learn from it.</source>
      <translation>用一句话说明材质、亮度、纹理、高度和周围环境；由文本引导的方法会从中学习。</translation>
    </message>
    <message>
      <source>A sentence says what the class looks like. Edit it here, or press Ctrl+Shift+D for a draft and a library.</source>
      <translation>一句话说明该类别的外观。在此编辑，或按 Ctrl+Shift+D 获取草稿和描述库。</translation>
    </message>
    <message>
      <source>A text encoder that trains from scratch knows no texts before a training; choose another one to compare them.</source>
      <translation>从头训练的文本编码器在训练前不认识任何文本；请选择其他编码器进行比较。</translation>
    </message>
    <message>
      <source>About</source>
      <translation>关于</translation>
    </message>
    <message>
      <source>About hsiviewer</source>
      <translation>关于 hsiviewer</translation>
    </message>
    <message>
      <source>About {0:.0f} MB of memory</source>
      <translation>约 {0:.0f} MB 内存</translation>
    </message>
    <message>
      <source>above {0:g}</source>
      <translation>高于 {0:g}</translation>
    </message>
    <message>
      <source>abundance of each endmember, 0 to 1 and together 1, and the residual</source>
      <translation>各端元的丰度（0 到 1，总和为 1）以及残差</translation>
    </message>
    <message>
      <source>abundance of each target against the background of the scene, about 0 to 1</source>
      <translation>各目标相对于场景背景的丰度，约为 0 到 1</translation>
    </message>
    <message>
      <source>abundances of the endmembers that vertex component analysis finds</source>
      <translation>顶点成分分析所找到的端元的丰度</translation>
    </message>
    <message>
      <source>abundances of the pixels that span the largest simplex</source>
      <translation>构成最大单形体的像元的丰度</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Accurate</source>
      <translation>高精度</translation>
    </message>
    <message>
      <source>Adaptive cosine estimator (ACE)</source>
      <translation>自适应余弦估计（ACE）</translation>
    </message>
    <message>
      <source>Add a class first (Ctrl+N), then press its number</source>
      <translation>请先添加类别（Ctrl+N），再按其编号</translation>
    </message>
    <message>
      <source>Add a class with the next free id; number keys choose classes</source>
      <translation>添加一个使用下一个空闲编号的类别；数字键选择类别</translation>
    </message>
    <message>
      <source>Add a surface model or another raster that methods may use beside the cube</source>
      <translation>添加地表模型或其他栅格，供方法与立方体一起使用</translation>
    </message>
    <message>
      <source>Add auxiliary raster</source>
      <translation>添加辅助栅格</translation>
    </message>
    <message>
      <source>Add auxiliary raster...</source>
      <translation>添加辅助栅格...</translation>
    </message>
    <message>
      <source>Add bookmark</source>
      <translation>添加书签</translation>
    </message>
    <message>
      <source>Add bookmark...</source>
      <translation>添加书签...</translation>
    </message>
    <message>
      <source>Add class</source>
      <translation>添加类别</translation>
    </message>
    <message>
      <source>Add layer</source>
      <translation>添加图层</translation>
    </message>
    <message>
      <source>Add layer...</source>
      <translation>添加图层...</translation>
    </message>
    <message>
      <source>Add one for everything that the map should tell apart, such as roof, road or meadow. Then click a few pixels of each.</source>
      <translation>为地图需要区分的每种地物添加一个类别，例如屋顶、道路或草地；然后为每类点选几个像素。</translation>
    </message>
    <message>
      <source>Add what the map shows as classes, and use it as the map</source>
      <translation>将图中内容添加为类别，并用作地图</translation>
    </message>
    <message>
      <source>Affine transform</source>
      <translation>仿射变换</translation>
    </message>
    <message>
      <source>After a training, the selected pixel is compared with each text.</source>
      <translation>训练之后，所选像元将与每个文本比较。</translation>
    </message>
    <message>
      <source>Agreement
{0:.0%} alike</source>
      <translation>一致性
{0:.0%} 相同</translation>
    </message>
    <message>
      <source>Agriculture</source>
      <translation>农业</translation>
    </message>
    <message>
      <source>Aligns labelled patches with the classes' descriptions in a frozen text embedder, against the wrong classes that are nearest and some others.</source>
      <translation>在冻结的文本嵌入空间中，将带标签的图块与类别描述对齐，并与最接近的错误类别及其他若干类别对比。</translation>
    </message>
    <message>
      <source>All classes with labels</source>
      <translation>所有带标签的类别</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <translation>所有文件 (*)</translation>
    </message>
    <message>
      <source>all of them</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>all {0} rasters</source>
      <translation>全部 {0} 个栅格</translation>
    </message>
    <message>
      <source>Also write a page</source>
      <translation>同时写出页面</translation>
    </message>
    <message>
      <source>Also write a report</source>
      <translation>同时写出报告</translation>
    </message>
    <message>
      <source>Also write a table of areas</source>
      <translation>同时写出面积表</translation>
    </message>
    <message>
      <source>Also write polygons</source>
      <translation>同时写出多边形</translation>
    </message>
    <message>
      <source>Also write the confidence</source>
      <translation>同时写出置信度</translation>
    </message>
    <message>
      <source>Also write the probabilities</source>
      <translation>同时写出概率</translation>
    </message>
    <message>
      <source>Analyse</source>
      <translation>分析</translation>
    </message>
    <message>
      <source>Analyse scene</source>
      <translation>分析场景</translation>
    </message>
    <message>
      <source>Analysis</source>
      <translation>分析方法</translation>
    </message>
    <message>
      <source>and {0} more</source>
      <translation>以及另外 {0} 个</translation>
    </message>
    <message>
      <source>Angle</source>
      <translation>角度</translation>
    </message>
    <message>
      <source>angle in radians beyond which a pixel stays empty; 0 for none</source>
      <translation>超过此角度（弧度）的像元留空；0 表示不限</translation>
    </message>
    <message>
      <source>angle to each target in radians; small where a pixel has its shape</source>
      <translation>与各目标的夹角（弧度）；像元形状相同处较小</translation>
    </message>
    <message>
      <source>Anomalies among clusters (cluster RX)</source>
      <translation>聚类内的异常（聚类 RX）</translation>
    </message>
    <message>
      <source>Anomalies in the scene (RX)</source>
      <translation>场景中的异常（RX）</translation>
    </message>
    <message>
      <source>Anomalies in their surroundings (local RX)</source>
      <translation>邻域中的异常（局部 RX）</translation>
    </message>
    <message>
      <source>answer of the filter of least energy that gives 1 for the target</source>
      <translation>对目标输出 1 的最小能量滤波器的响应</translation>
    </message>
    <message>
      <source>Answer of the language model</source>
      <translation>语言模型的回答</translation>
    </message>
    <message>
      <source>any formula of bands, or a published index by its name</source>
      <translation>任意波段公式，或按名称使用的已发表指数</translation>
    </message>
    <message>
      <source>apply</source>
      <translation>应用</translation>
    </message>
    <message>
      <source>Apply model...</source>
      <translation>应用模型...</translation>
    </message>
    <message>
      <source>are given to the class below</source>
      <translation>归入下面的类别</translation>
    </message>
    <message>
      <source>Area</source>
      <translation>区域</translation>
    </message>
    <message>
      <source>Area corrected by the reference, with half of its 95 % interval (Olofsson and others 2014). It holds if the reference pixels were drawn at random within the classes of the map.</source>
      <translation>按参考校正的面积及其 95 % 区间的半宽（Olofsson 等，2014）。仅当参考像元是在地图各类别内随机抽取时才成立。</translation>
    </message>
    <message>
      <source>Area erased</source>
      <translation>已擦除区域</translation>
    </message>
    <message>
      <source>Areas</source>
      <translation>面积</translation>
    </message>
    <message>
      <source>areas from {0} pixels</source>
      <translation>图斑不小于 {0} 像元</translation>
    </message>
    <message>
      <source>Areas of fewer pixels get the class that surrounds them most.</source>
      <translation>像元更少的图斑取包围它最多的类别。</translation>
    </message>
    <message>
      <source>Areas of one class as GeoPackage, with their size in hectares and a style</source>
      <translation>以 GeoPackage 写出各类别图斑，含公顷面积和样式</translation>
    </message>
    <message>
      <source>Areas of the classes</source>
      <translation>各类别的面积</translation>
    </message>
    <message>
      <source>Arrange the file so that programs read parts of it over the web</source>
      <translation>调整文件结构，使程序可通过网络读取其中一部分</translation>
    </message>
    <message>
      <source>As in the file</source>
      <translation>与文件一致</translation>
    </message>
    <message>
      <source>As many as needed</source>
      <translation>按需要的数量</translation>
    </message>
    <message>
      <source>As measured</source>
      <translation>原始测量值</translation>
    </message>
    <message>
      <source>as the desktop</source>
      <translation>与桌面一致</translation>
    </message>
    <message>
      <source>as the eye would see the scene</source>
      <translation>如同肉眼所见的场景</translation>
    </message>
    <message>
      <source>As the file proposes</source>
      <translation>按文件的建议</translation>
    </message>
    <message>
      <source>as the system</source>
      <translation>与系统一致</translation>
    </message>
    <message>
      <source>as {0!r}</source>
      <translation>为 {0!r}</translation>
    </message>
    <message>
      <source>Ask a language model...</source>
      <translation>询问语言模型...</translation>
    </message>
    <message>
      <source>Assign by overlap</source>
      <translation>按重叠分配</translation>
    </message>
    <message>
      <source>At least {0:g}</source>
      <translation>至少 {0:g}</translation>
    </message>
    <message>
      <source>At most {0:g}</source>
      <translation>至多 {0:g}</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>自动</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>自动</translation>
    </message>
    <message>
      <source>Automatic takes a graphics card if there is one; from the next start</source>
      <translation>自动：有显卡时使用显卡；下次启动生效</translation>
    </message>
    <message>
      <source>Auxiliary rasters</source>
      <translation>辅助栅格</translation>
    </message>
    <message>
      <source>Average a square of 25 pixels</source>
      <translation>对 25 个像素的方块取平均</translation>
    </message>
    <message>
      <source>Average accuracy</source>
      <translation>平均精度</translation>
    </message>
    <message>
      <source>Average accuracy: mean of the classes' recalls</source>
      <translation>平均精度：各类别召回率的平均值</translation>
    </message>
    <message>
      <source>Average accuracy: mean of the classes' recalls; small classes count fully</source>
      <translation>平均精度：各类召回率的平均值；小类别同等计入</translation>
    </message>
    <message>
      <source>Average the pixel with its neighbours; less noise</source>
      <translation>将像素与其邻居取平均；噪声更小</translation>
    </message>
    <message>
      <source>Axis in micrometres</source>
      <translation>以微米为轴单位</translation>
    </message>
    <message>
      <source>b800 is the band nearest to 800 nm, band(12) the twelfth, mean(1640:1660) the mean of a range; or the name of an index, such as NDVI</source>
      <translation>b800 是最接近 800 nm 的波段，band(12) 是第十二个波段，mean(1640:1660) 是一段范围的平均值；也可以写指数名称，例如 NDVI</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>后退</translation>
    </message>
    <message>
      <source>backward enlarges</source>
      <translation>向后放大</translation>
    </message>
    <message>
      <source>Bad bands</source>
      <translation>坏波段</translation>
    </message>
    <message>
      <source>Bad bands are not learned from and leave gaps in spectra. In the plot of a spectrum, Shift and drag marks bands as well.</source>
      <translation>坏波段不参与学习，在光谱中显示为空隙。在光谱图中按住 Shift 拖动也可标记波段。</translation>
    </message>
    <message>
      <source>Bad bands...</source>
      <translation>坏波段...</translation>
    </message>
    <message>
      <source>Band</source>
      <translation>波段</translation>
    </message>
    <message>
      <source>band</source>
      <translation>波段</translation>
    </message>
    <message>
      <source>Band ratio</source>
      <translation>波段比值</translation>
    </message>
    <message>
      <source>Band ratio...</source>
      <translation>波段比值...</translation>
    </message>
    <message>
      <source>Band shown as {0}</source>
      <translation>显示为{0}的波段</translation>
    </message>
    <message>
      <source>Band shown as {0}, counted from 1</source>
      <translation>显示为{0}的波段，从 1 开始计数</translation>
    </message>
    <message>
      <source>Band widths (FWHM)</source>
      <translation>波段宽度 (FWHM)</translation>
    </message>
    <message>
      <source>Band {0}</source>
      <translation>波段 {0}</translation>
    </message>
    <message>
      <source>band {0}</source>
      <translation>波段 {0}</translation>
    </message>
    <message>
      <source>Bands</source>
      <translation>波段</translation>
    </message>
    <message>
      <source>bands</source>
      <translation>波段</translation>
    </message>
    <message>
      <source>Bands shown as red, green and blue, chosen by wavelength</source>
      <translation>按波长选择的、显示为红绿蓝的波段</translation>
    </message>
    <message>
      <source>Be light or dark as the desktop is, and change with it</source>
      <translation>与桌面一样使用浅色或深色，并随之变化</translation>
    </message>
    <message>
      <source>Begun</source>
      <translation>开始于</translation>
    </message>
    <message>
      <source>Behind the best</source>
      <translation>落后于最佳</translation>
    </message>
    <message>
      <source>Beside it: {0}.</source>
      <translation>同时写出：{0}。</translation>
    </message>
    <message>
      <source>Best matches in the library</source>
      <translation>光谱库中的最佳匹配</translation>
    </message>
    <message>
      <source>Best spectrum of a library, by absorptions</source>
      <translation>光谱库中的最佳光谱（按吸收特征）</translation>
    </message>
    <message>
      <source>Best spectrum of a library, by angle</source>
      <translation>光谱库中的最佳光谱（按角度）</translation>
    </message>
    <message>
      <source>Blue</source>
      <translation>蓝</translation>
    </message>
    <message>
      <source>Blue to red</source>
      <translation>蓝到红</translation>
    </message>
    <message>
      <source>blueness</source>
      <translation>蓝度</translation>
    </message>
    <message>
      <source>Bookmarks</source>
      <translation>书签</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>亮度</translation>
    </message>
    <message>
      <source>brightness in the near infrared</source>
      <translation>近红外亮度</translation>
    </message>
    <message>
      <source>brightness in the visible</source>
      <translation>可见光亮度</translation>
    </message>
    <message>
      <source>brightness near 1650 nm</source>
      <translation>1650 nm 附近亮度</translation>
    </message>
    <message>
      <source>brightness near 2200 nm</source>
      <translation>2200 nm 附近亮度</translation>
    </message>
    <message>
      <source>Brightness of dark parts</source>
      <translation>暗部亮度</translation>
    </message>
    <message>
      <source>Brings the probabilities of neighbours that look alike together. Edges of the scene stay.</source>
      <translation>使相似邻近像元的概率趋于一致。场景中的边缘保持不变。</translation>
    </message>
    <message>
      <source>Browse…</source>
      <translation>浏览…</translation>
    </message>
    <message>
      <source>Brush</source>
      <translation>画笔</translation>
    </message>
    <message>
      <source>Brush size</source>
      <translation>画笔大小</translation>
    </message>
    <message>
      <source>Burn ratio (NBR)</source>
      <translation>燃烧指数 (NBR)</translation>
    </message>
    <message>
      <source>burnt land dark (Key and Benson 2006)</source>
      <translation>过火地为暗 (Key 和 Benson 2006)</translation>
    </message>
    <message>
      <source>By</source>
      <translation>依据</translation>
    </message>
    <message>
      <source>By the reference</source>
      <translation>按参考校正</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>cancelling</source>
      <translation>正在取消</translation>
    </message>
    <message>
      <source>Cancelling…</source>
      <translation>正在取消…</translation>
    </message>
    <message>
      <source>carbonate</source>
      <translation>碳酸盐</translation>
    </message>
    <message>
      <source>carbonate depth at 2330 nm</source>
      <translation>2330 nm 碳酸盐吸收深度</translation>
    </message>
    <message>
      <source>cellulose</source>
      <translation>纤维素</translation>
    </message>
    <message>
      <source>cellulose and lignin depth at 2100 nm</source>
      <translation>2100 nm 纤维素与木质素吸收深度</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>更改</translation>
    </message>
    <message>
      <source>Change axes</source>
      <translation>更改坐标轴</translation>
    </message>
    <message>
      <source>Change axes...</source>
      <translation>更改坐标轴…</translation>
    </message>
    <message>
      <source>Change between light and dark</source>
      <translation>在浅色与深色之间切换</translation>
    </message>
    <message>
      <source>Change class id</source>
      <translation>更改类别编号</translation>
    </message>
    <message>
      <source>Change class id...</source>
      <translation>更改类别编号...</translation>
    </message>
    <message>
      <source>Channel of the limits</source>
      <translation>界限所属的通道</translation>
    </message>
    <message>
      <source>chlorophyll</source>
      <translation>叶绿素</translation>
    </message>
    <message>
      <source>chlorophyll depth</source>
      <translation>叶绿素吸收深度</translation>
    </message>
    <message>
      <source>Choose a class here, press P for the point tool, and click a few pixels of it on the map. Ctrl+Z takes a click back.</source>
      <translation>在此选择一个类别，按 P 使用点工具，在地图上点击该类别的几个像素。Ctrl+Z 可撤销一次点击。</translation>
    </message>
    <message>
      <source>Choose a class to describe it</source>
      <translation>选择一个类别来描述它</translation>
    </message>
    <message>
      <source>Choose a description: drafted from the labels, or from a library</source>
      <translation>选择描述：由标注起草，或取自描述库</translation>
    </message>
    <message>
      <source>Choose a field</source>
      <translation>选择字段</translation>
    </message>
    <message>
      <source>Choose a file.</source>
      <translation>请选择文件。</translation>
    </message>
    <message>
      <source>Choose a variable</source>
      <translation>选择变量</translation>
    </message>
    <message>
      <source>Choose another name...</source>
      <translation>选择其他名称...</translation>
    </message>
    <message>
      <source>Choose at least two methods.</source>
      <translation>请至少选择两种方法。</translation>
    </message>
    <message>
      <source>Choose methods and press Compare: each is trained on the same labels and tested on the same pixels.</source>
      <translation>选择方法并按“比较”：每种方法使用相同的标签训练，并在相同的像素上测试。</translation>
    </message>
    <message>
      <source>Choose spectra.</source>
      <translation>请选择光谱。</translation>
    </message>
    <message>
      <source>Choose the class that each id of {0} stands for. Ids that are left out count as no label.</source>
      <translation>请选择 {0} 中每个编号所代表的类别。被排除的编号视为未标注。</translation>
    </message>
    <message>
      <source>Choose what a first start has</source>
      <translation>恢复首次启动时的设置</translation>
    </message>
    <message>
      <source>Choose which axis of the file holds rows, columns and bands</source>
      <translation>选择文件的哪个轴是行、列和波段</translation>
    </message>
    <message>
      <source>Choose which class each id of the reference map stands for</source>
      <translation>选择参考图中每个编号所代表的类别</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>选择...</translation>
    </message>
    <message>
      <source>Chosen cell: {0}</source>
      <translation>所选单元格：{0}</translation>
    </message>
    <message>
      <source>Cividis</source>
      <translation>Cividis</translation>
    </message>
    <message>
      <source>Class</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>Class files (*.toml)</source>
      <translation>类别文件 (*.toml)</translation>
    </message>
    <message>
      <source>Class map</source>
      <translation>类别图</translation>
    </message>
    <message>
      <source>Class means</source>
      <translation>类别均值</translation>
    </message>
    <message>
      <source>Class that gets the labels</source>
      <translation>接收标注的类别</translation>
    </message>
    <message>
      <source>Classes</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>Classes of the same id, when joining</source>
      <translation>合并时编号相同的类别</translation>
    </message>
    <message>
      <source>Classify the scene with a model that was saved earlier</source>
      <translation>用以前保存的模型对场景分类</translation>
    </message>
    <message>
      <source>Classify what is in view after every stroke; a preview that is not kept</source>
      <translation>每画一笔就对可见部分重新分类；仅为预览，不会保存</translation>
    </message>
    <message>
      <source>clay</source>
      <translation>黏土</translation>
    </message>
    <message>
      <source>clay and water: 1650 over 2200 nm</source>
      <translation>黏土与水：1650 与 2200 nm 之比</translation>
    </message>
    <message>
      <source>clay depth at 2200 nm</source>
      <translation>2200 nm 黏土吸收深度</translation>
    </message>
    <message>
      <source>Clay ratio</source>
      <translation>黏土比值</translation>
    </message>
    <message>
      <source>clays and micas bright, by Al-OH near 2200 nm</source>
      <translation>黏土和云母为亮，源于 2200 nm 附近的 Al-OH</translation>
    </message>
    <message>
      <source>clays, carbonates and altered rock</source>
      <translation>黏土、碳酸盐和蚀变岩</translation>
    </message>
    <message>
      <source>Clear pins</source>
      <translation>清除固定的光谱</translation>
    </message>
    <message>
      <source>Click a panel afterwards to read what it is for</source>
      <translation>之后点击某个面板即可查看其用途</translation>
    </message>
    <message>
      <source>Click a pixel that has values to compare it with the library.</source>
      <translation>点击一个有数值的像素，将其与光谱库比较。</translation>
    </message>
    <message>
      <source>Click a pixel to compare it with the texts.</source>
      <translation>点击一个像元，将其与文本比较。</translation>
    </message>
    <message>
      <source>Click a pixel to see its spectrum</source>
      <translation>点击一个像素查看其光谱</translation>
    </message>
    <message>
      <source>Click corners, double-click or Enter to close; Backspace takes one back, Ctrl erases</source>
      <translation>点击各角点，双击或回车闭合；退格键撤回一个，Ctrl 擦除</translation>
    </message>
    <message>
      <source>Click single pixels to give them the current class</source>
      <translation>点击单个像素，赋予当前类别</translation>
    </message>
    <message>
      <source>Click the pixel whose spectrum is to be found.</source>
      <translation>请单击要查找其光谱的像元。</translation>
    </message>
    <message>
      <source>Click: show this band. Wheel: zoom. Double-click: show all bands. Shift and drag: mark bands bad, or good again.</source>
      <translation>单击：显示此波段。滚轮：缩放。双击：显示全部波段。Shift 加拖动：将波段标为坏或恢复为好。</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Close all libraries</source>
      <translation>关闭所有光谱库</translation>
    </message>
    <message>
      <source>Close library</source>
      <translation>关闭光谱库</translation>
    </message>
    <message>
      <source>Close scene</source>
      <translation>关闭场景</translation>
    </message>
    <message>
      <source>Close the scene. Your labels and results are kept.</source>
      <translation>关闭场景。标签和结果都会保留。</translation>
    </message>
    <message>
      <source>Close the window</source>
      <translation>关闭窗口</translation>
    </message>
    <message>
      <source>Cloud-optimised (COG)</source>
      <translation>云优化（COG）</translation>
    </message>
    <message>
      <source>clusters</source>
      <translation>聚类</translation>
    </message>
    <message>
      <source>Clusters (Gaussian mixture)</source>
      <translation>聚类（高斯混合）</translation>
    </message>
    <message>
      <source>Clusters (k-means)</source>
      <translation>聚类（k 均值）</translation>
    </message>
    <message>
      <source>Cohen's kappa</source>
      <translation>Cohen 的 Kappa</translation>
    </message>
    <message>
      <source>Cohen's kappa: agreement beyond what chance would give</source>
      <translation>Cohen 的 Kappa：超出偶然的一致性</translation>
    </message>
    <message>
      <source>Colour infrared</source>
      <translation>彩色红外</translation>
    </message>
    <message>
      <source>Colour of {0!r}</source>
      <translation>{0!r} 的颜色</translation>
    </message>
    <message>
      <source>Colour of {0}: {1}</source>
      <translation>{0} 的颜色：{1}</translation>
    </message>
    <message>
      <source>Colour...</source>
      <translation>颜色...</translation>
    </message>
    <message>
      <source>Colour; click that of the chosen class for another</source>
      <translation>颜色；点击当前类别的颜色可更换</translation>
    </message>
    <message>
      <source>Colours of single bands</source>
      <translation>单波段的颜色</translation>
    </message>
    <message>
      <source>Colours of the confidence, from 0 to 1</source>
      <translation>置信度颜色，从 0 到 1</translation>
    </message>
    <message>
      <source>Colours of the window</source>
      <translation>窗口颜色</translation>
    </message>
    <message>
      <source>Colours of {0}</source>
      <translation>{0}的颜色</translation>
    </message>
    <message>
      <source>columns</source>
      <translation>列</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>命令</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>命令</translation>
    </message>
    <message>
      <source>Commands that fit</source>
      <translation>符合的命令</translation>
    </message>
    <message>
      <source>Commands...</source>
      <translation>命令...</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>比较</translation>
    </message>
    <message>
      <source>Compare methods</source>
      <translation>比较方法</translation>
    </message>
    <message>
      <source>Compare runs</source>
      <translation>比较运行</translation>
    </message>
    <message>
      <source>Compare runs...</source>
      <translation>比较运行...</translation>
    </message>
    <message>
      <source>Compare texts</source>
      <translation>比较文本</translation>
    </message>
    <message>
      <source>Compare the result with a ground truth; labelled pixels are left out</source>
      <translation>将结果与真值比较；已标注的像素不计入</translation>
    </message>
    <message>
      <source>Compare the selected pixel with the spectra of one library or several: ENVI, ASD, SVC, SED, ECOSTRESS, USGS, tables</source>
      <translation>将所选像元与一个或多个光谱库的光谱比较：ENVI、ASD、SVC、SED、ECOSTRESS、USGS、表格</translation>
    </message>
    <message>
      <source>Composite</source>
      <translation>合成</translation>
    </message>
    <message>
      <source>Composite of </source>
      <translation>合成自 </translation>
    </message>
    <message>
      <source>Compute a formula of bands, or a published index such as NDVI</source>
      <translation>计算波段公式，或已发表的指数（如 NDVI）</translation>
    </message>
    <message>
      <source>Compute a formula or an index...</source>
      <translation>计算公式或指数...</translation>
    </message>
    <message>
      <source>Compute principal components, noise fractions or independent components</source>
      <translation>计算主成分、噪声分量或独立成分</translation>
    </message>
    <message>
      <source>computed from the scene</source>
      <translation>由场景计算</translation>
    </message>
    <message>
      <source>Confidence</source>
      <translation>置信度</translation>
    </message>
    <message>
      <source>Confusion matrix</source>
      <translation>混淆矩阵</translation>
    </message>
    <message>
      <source>Confusion matrix: rows are the reference, columns the map</source>
      <translation>混淆矩阵：行为参考，列为地图</translation>
    </message>
    <message>
      <source>Confusion matrix: rows reference, columns map</source>
      <translation>混淆矩阵：行 参考，列 地图</translation>
    </message>
    <message>
      <source>Constrained energy minimisation (CEM)</source>
      <translation>约束能量最小化（CEM）</translation>
    </message>
    <message>
      <source>Contents of the guide</source>
      <translation>指南目录</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>Continuum removed</source>
      <translation>去连续统</translation>
    </message>
    <message>
      <source>continuum removed</source>
      <translation>去连续统</translation>
    </message>
    <message>
      <source>ContrastDM</source>
      <translation>ContrastDM</translation>
    </message>
    <message>
      <source>Coordinate reference system</source>
      <translation>坐标参考系</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation>坐标系</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>已复制</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy all areas, to paste into a table</source>
      <translation>复制所有面积以粘贴到表格</translation>
    </message>
    <message>
      <source>Copy all figures, {0}</source>
      <translation>复制所有数字，{0}</translation>
    </message>
    <message>
      <source>Copy an instruction for a language model, and take its descriptions back</source>
      <translation>复制给语言模型的指令，并取回其描述</translation>
    </message>
    <message>
      <source>Copy areas</source>
      <translation>复制面积</translation>
    </message>
    <message>
      <source>Copy as CSV</source>
      <translation>复制为 CSV</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>复制详情</translation>
    </message>
    <message>
      <source>Copy path</source>
      <translation>复制路径</translation>
    </message>
    <message>
      <source>Copy picture</source>
      <translation>复制图片</translation>
    </message>
    <message>
      <source>Copy project and rasters into a new folder that can be handed on</source>
      <translation>将项目和栅格复制到一个可以转交的新文件夹</translation>
    </message>
    <message>
      <source>Copy project with data</source>
      <translation>复制项目及数据</translation>
    </message>
    <message>
      <source>Copy this into a language model of your choice; nothing is sent from here.</source>
      <translation>将其复制到您选择的语言模型；本程序不会发送任何内容。</translation>
    </message>
    <message>
      <source>Copy versions</source>
      <translation>复制版本信息</translation>
    </message>
    <message>
      <source>copying</source>
      <translation>复制中</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>余弦</translation>
    </message>
    <message>
      <source>Cosines by {0}</source>
      <translation>余弦（{0}）</translation>
    </message>
    <message>
      <source>Cosines of the classes' texts</source>
      <translation>各类别文本的余弦</translation>
    </message>
    <message>
      <source>Counts</source>
      <translation>计数值</translation>
    </message>
    <message>
      <source>counts</source>
      <translation>计数值</translation>
    </message>
    <message>
      <source>Counts from the next start</source>
      <translation>下次启动后生效</translation>
    </message>
    <message>
      <source>crops bright green, bare soil magenta</source>
      <translation>作物为亮绿，裸土为品红</translation>
    </message>
    <message>
      <source>Cross-validate labels</source>
      <translation>交叉验证标注</translation>
    </message>
    <message>
      <source>Cube</source>
      <translation>立方体</translation>
    </message>
    <message>
      <source>Curated prompts</source>
      <translation>精选提示</translation>
    </message>
    <message>
      <source>cursor</source>
      <translation>光标</translation>
    </message>
    <message>
      <source>dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Dark reference</source>
      <translation>暗参考</translation>
    </message>
    <message>
      <source>Dark to bright</source>
      <translation>由暗到亮</translation>
    </message>
    <message>
      <source>degree of the polynomials</source>
      <translation>多项式的次数</translation>
    </message>
    <message>
      <source>depth at 2165 nm</source>
      <translation>2165 nm 吸收深度</translation>
    </message>
    <message>
      <source>depth at 2255 nm</source>
      <translation>2255 nm 吸收深度</translation>
    </message>
    <message>
      <source>Describe</source>
      <translation>描述</translation>
    </message>
    <message>
      <source>Describe class...</source>
      <translation>描述类别...</translation>
    </message>
    <message>
      <source>Describe {0}</source>
      <translation>描述 {0}</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>描述</translation>
    </message>
    <message>
      <source>Description of class {0}</source>
      <translation>类别 {0} 的描述</translation>
    </message>
    <message>
      <source>Description of the class</source>
      <translation>类别的描述</translation>
    </message>
    <message>
      <source>Description that will be used</source>
      <translation>将使用的描述</translation>
    </message>
    <message>
      <source>Descriptions by a language model</source>
      <translation>由语言模型生成描述</translation>
    </message>
    <message>
      <source>Descriptions that will be replaced: {0}.</source>
      <translation>将被替换的描述：{0}。</translation>
    </message>
    <message>
      <source>Descriptions to choose from</source>
      <translation>可选的描述</translation>
    </message>
    <message>
      <source>Details of the selected job</source>
      <translation>所选任务的详情</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>Diameter of brush and eraser in pixels ([ and ])</source>
      <translation>画笔和橡皮的直径，以像素计（[ 和 ]）</translation>
    </message>
    <message>
      <source>DiffCLIP</source>
      <translation>DiffCLIP</translation>
    </message>
    <message>
      <source>difference from each target as distributions; small where they are alike</source>
      <translation>作为分布与各目标的差异；相似处较小</translation>
    </message>
    <message>
      <source>Difference in overall accuracy, and how likely as large a one is by chance (paired permutation test over the rounds; rounds share labels, so read it as a hint)</source>
      <translation>总体精度之差，以及偶然出现如此大差异的概率（各轮配对置换检验；各轮共用部分标签，仅供参考）</translation>
    </message>
    <message>
      <source>differences in chlorophyll within vegetation</source>
      <translation>植被内部的叶绿素差异</translation>
    </message>
    <message>
      <source>directions whose values are as independent as possible</source>
      <translation>取值尽可能相互独立的方向</translation>
    </message>
    <message>
      <source>Distance of a spectrum from the nearest label. Above 1, nothing labelled looks like it, and the map says little there.</source>
      <translation>光谱与最近标注的距离。大于 1 表示没有相似的标注，地图在该处可信度低。</translation>
    </message>
    <message>
      <source>Distances to class means, measured by the spread within classes; fast, and strong where classes are few.</source>
      <translation>到各类均值的距离，以类内离散度衡量；速度快，类别少时效果好。</translation>
    </message>
    <message>
      <source>Divide spectra by the hull over them, so that absorptions can be compared</source>
      <translation>将光谱除以其外壳，便于比较吸收特征</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>Done again: {0}</source>
      <translation>已重做：{0}</translation>
    </message>
    <message>
      <source>Done: look at it, then press Next.</source>
      <translation>完成：看一看，然后点击“下一步”。</translation>
    </message>
    <message>
      <source>Double-click or Return adds a text to the one below.</source>
      <translation>双击或按回车键可将文本添加到下方。</translation>
    </message>
    <message>
      <source>Double-click to rename</source>
      <translation>双击重命名</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>下载</translation>
    </message>
    <message>
      <source>Download {0}?</source>
      <translation>下载 {0}？</translation>
    </message>
    <message>
      <source>Downloading {0}</source>
      <translation>正在下载 {0}</translation>
    </message>
    <message>
      <source>Draft from the labels</source>
      <translation>由标注起草</translation>
    </message>
    <message>
      <source>Drag a rectangle of the current class; Ctrl erases</source>
      <translation>拖出一个当前类别的矩形；Ctrl 擦除</translation>
    </message>
    <message>
      <source>Drag a rectangle to see the mean spectrum of its pixels and their spread</source>
      <translation>拖出一个矩形，查看其像素的平均光谱及离散程度</translation>
    </message>
    <message>
      <source>Drag an outline; what it encloses gets the current class; Ctrl erases</source>
      <translation>拖出轮廓；其内部被赋予当前类别；Ctrl 擦除</translation>
    </message>
    <message>
      <source>Drag the two lines to choose which values are black and fully bright. Double-click: automatic again.</source>
      <translation>拖动两条线，选择哪些值为黑、哪些值最亮。双击：恢复自动。</translation>
    </message>
    <message>
      <source>Drag to turn the cube; the wheel changes its size</source>
      <translation>拖动以旋转立方体；滚轮改变大小</translation>
    </message>
    <message>
      <source>Draw how long a stretch is and where north lies</source>
      <translation>画出比例尺和正北方向</translation>
    </message>
    <message>
      <source>Draw labels as outlines, so that the scene shows through</source>
      <translation>以轮廓方式画标注，使场景可见</translation>
    </message>
    <message>
      <source>Draw lines of latitude and longitude, or of rows and columns</source>
      <translation>画出经纬线，或行列线</translation>
    </message>
    <message>
      <source>Draw pixels of each class at random, to be visited and loaded as reference</source>
      <translation>在每个类别中随机抽取像元，供实地核查并作为参考加载</translation>
    </message>
    <message>
      <source>Each pixel gets the most frequent class of a window of so many pixels a side.</source>
      <translation>每个像元取边长为该像元数的窗口中最常见的类别。</translation>
    </message>
    <message>
      <source>Each wavelength is published.</source>
      <translation>每个波长均为公布值。</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>编辑</translation>
    </message>
    <message>
      <source>Edit class</source>
      <translation>编辑类别</translation>
    </message>
    <message>
      <source>Edit classes</source>
      <translation>编辑类别</translation>
    </message>
    <message>
      <source>Empty fields are as in the file. The file itself is never changed: what you set is kept with the project and can be undone.</source>
      <translation>空白字段与文件一致。文件本身绝不会被修改：您的设置随项目保存，并且可以撤销。</translation>
    </message>
    <message>
      <source>End</source>
      <translation>结束</translation>
    </message>
    <message>
      <source>End the tour</source>
      <translation>结束导览</translation>
    </message>
    <message>
      <source>endmembers</source>
      <translation>端元</translation>
    </message>
    <message>
      <source>Entropy</source>
      <translation>熵</translation>
    </message>
    <message>
      <source>ENVI files (*.hdr *.raw *.bil *.bip *.bsq *.img);;All files (*)</source>
      <translation>ENVI 文件 (*.hdr *.raw *.bil *.bip *.bsq *.img);;所有文件 (*)</translation>
    </message>
    <message>
      <source>ENVI files (*.hdr)</source>
      <translation>ENVI 文件 (*.hdr)</translation>
    </message>
    <message>
      <source>ENVI spectral libraries (*.sli *.hdr);;All files (*)</source>
      <translation>ENVI 光谱库 (*.sli *.hdr);;所有文件 (*)</translation>
    </message>
    <message>
      <source>ENVI spectral library (*.sli)</source>
      <translation>ENVI 光谱库 (*.sli)</translation>
    </message>
    <message>
      <source>Erase</source>
      <translation>擦除</translation>
    </message>
    <message>
      <source>Eraser</source>
      <translation>橡皮</translation>
    </message>
    <message>
      <source>Errors</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Every edit is written at once, to {0}</source>
      <translation>每次编辑都立即写入 {0}</translation>
    </message>
    <message>
      <source>Everything is saved as you work; this gives the project a place of its own</source>
      <translation>一切都在工作时自动保存；此命令为项目指定自己的位置</translation>
    </message>
    <message>
      <source>Everything is saved in {0}</source>
      <translation>一切都已保存在 {0}</translation>
    </message>
    <message>
      <source>Exchange the selected class with the one after; labels and map follow</source>
      <translation>将所选类别与后一个类别互换；标注和地图随之更新</translation>
    </message>
    <message>
      <source>Exchange the selected class with the one before; labels and map follow</source>
      <translation>将所选类别与前一个类别互换；标注和地图随之更新</translation>
    </message>
    <message>
      <source>Expected</source>
      <translation>预期</translation>
    </message>
    <message>
      <source>Experts on single pixels and on their surroundings vote; held-out labels choose how much the surroundings count.</source>
      <translation>针对单个像元与其邻域的多个专家共同投票；用留出的标签决定邻域占多大比重。</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Export classes</source>
      <translation>导出类别</translation>
    </message>
    <message>
      <source>Export classes...</source>
      <translation>导出类别...</translation>
    </message>
    <message>
      <source>Export labels</source>
      <translation>导出标注</translation>
    </message>
    <message>
      <source>Export labels...</source>
      <translation>导出标注...</translation>
    </message>
    <message>
      <source>Export map</source>
      <translation>导出地图</translation>
    </message>
    <message>
      <source>Export map...</source>
      <translation>导出地图...</translation>
    </message>
    <message>
      <source>Export result</source>
      <translation>导出结果</translation>
    </message>
    <message>
      <source>Export spectra</source>
      <translation>导出光谱</translation>
    </message>
    <message>
      <source>Export spectra...</source>
      <translation>导出光谱...</translation>
    </message>
    <message>
      <source>Export...</source>
      <translation>导出...</translation>
    </message>
    <message>
      <source>Extra trees</source>
      <translation>极端随机树</translation>
    </message>
    <message>
      <source>F1</source>
      <translation>F1</translation>
    </message>
    <message>
      <source>F1 of each class by each method</source>
      <translation>每种方法在各类别上的 F1</translation>
    </message>
    <message>
      <source>Fact</source>
      <translation>特征</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>失败</translation>
    </message>
    <message>
      <source>Failed.</source>
      <translation>失败。</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>字段</translation>
    </message>
    <message>
      <source>Figures of the methods</source>
      <translation>各方法的数值</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>File of the class map</source>
      <translation>类别图的文件</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>填充</translation>
    </message>
    <message>
      <source>Fill the area around the clicked pixel up to the next label; Ctrl erases</source>
      <translation>填充所点像素周围直到下一个标注的区域；Ctrl 擦除</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>查找</translation>
    </message>
    <message>
      <source>Find a material...</source>
      <translation>查找物质...</translation>
    </message>
    <message>
      <source>Find anomalies...</source>
      <translation>查找异常...</translation>
    </message>
    <message>
      <source>Find any command by typing a part of its name</source>
      <translation>输入名称的一部分即可找到任何命令</translation>
    </message>
    <message>
      <source>Find endmembers by N-FINDR and unmix</source>
      <translation>用 N-FINDR 寻找端元并解混</translation>
    </message>
    <message>
      <source>Find endmembers by VCA and unmix</source>
      <translation>用 VCA 寻找端元并解混</translation>
    </message>
    <message>
      <source>Find materials, compute indices, unmix or group pixels; nothing is trained</source>
      <translation>查找物质、计算指数、解混或对像元分组；无需训练</translation>
    </message>
    <message>
      <source>Find pixels like the selected one, a class or a spectrum of a library</source>
      <translation>查找与所选像元、某个类别或光谱库光谱相似的像元</translation>
    </message>
    <message>
      <source>Find pixels that differ from the rest of the scene</source>
      <translation>查找与场景其余部分不同的像元</translation>
    </message>
    <message>
      <source>Find pure materials, and how much of each is in every pixel</source>
      <translation>寻找纯净物质，以及每个像元中各物质的含量</translation>
    </message>
    <message>
      <source>Find scene</source>
      <translation>查找场景</translation>
    </message>
    <message>
      <source>Find scene...</source>
      <translation>查找场景...</translation>
    </message>
    <message>
      <source>Find: clay tile roof, NDVI above 0.6, dry grass</source>
      <translation>查找：红瓦屋顶、NDVI 高于 0.6、干草地</translation>
    </message>
    <message>
      <source>Finds materials and anomalies, computes formulas and indices, unmixes, groups and reduces, without training. Choose an analysis and press Start; the result lies over the map.</source>
      <translation>无需训练即可查找物质和异常、计算公式和指数、解混、分组和降维。选择一种分析并按“开始”；结果显示在地图上方。</translation>
    </message>
    <message>
      <source>fine-tuning</source>
      <translation>微调</translation>
    </message>
    <message>
      <source>First and last are published; the bands between are evenly spaced.</source>
      <translation>首尾波长为公布值，其间的波段等间距分布。</translation>
    </message>
    <message>
      <source>First and last, evenly spaced</source>
      <translation>首尾波长，等间距</translation>
    </message>
    <message>
      <source>first column, counted from 0</source>
      <translation>第一列，从 0 开始</translation>
    </message>
    <message>
      <source>First derivative</source>
      <translation>一阶导数</translation>
    </message>
    <message>
      <source>first derivative</source>
      <translation>一阶导数</translation>
    </message>
    <message>
      <source>First picture</source>
      <translation>初始图像</translation>
    </message>
    <message>
      <source>first row, counted from 0</source>
      <translation>第一行，从 0 开始</translation>
    </message>
    <message>
      <source>First wavelength</source>
      <translation>第一个波长</translation>
    </message>
    <message>
      <source>fit</source>
      <translation>拟合</translation>
    </message>
    <message>
      <source>fit below which a pixel stays empty</source>
      <translation>低于此拟合度的像元留空</translation>
    </message>
    <message>
      <source>Folder of a language model</source>
      <translation>语言模型文件夹</translation>
    </message>
    <message>
      <source>Folder of a saved model</source>
      <translation>已保存模型的文件夹</translation>
    </message>
    <message>
      <source>Folder of a text encoder</source>
      <translation>文本编码器的文件夹</translation>
    </message>
    <message>
      <source>Folders (*)</source>
      <translation>文件夹 (*)</translation>
    </message>
    <message>
      <source>For example: 1-4, 105-112, 150</source>
      <translation>例如：1-4, 105-112, 150</translation>
    </message>
    <message>
      <source>For example: bright tiled roofs, smooth, 3-8 m high, no vegetation</source>
      <translation>例如：明亮的瓦屋顶，平滑，高 3-8 米，无植被</translation>
    </message>
    <message>
      <source>Formula</source>
      <translation>公式</translation>
    </message>
    <message>
      <source>Forward</source>
      <translation>前进</translation>
    </message>
    <message>
      <source>forward enlarges</source>
      <translation>向前放大</translation>
    </message>
    <message>
      <source>Free software under the MIT licence.</source>
      <translation>以 MIT 许可证发布的自由软件。</translation>
    </message>
    <message>
      <source>Freehand</source>
      <translation>手绘</translation>
    </message>
    <message>
      <source>Freehand erased</source>
      <translation>已擦除手绘</translation>
    </message>
    <message>
      <source>From file...</source>
      <translation>从文件...</translation>
    </message>
    <message>
      <source>FWHM</source>
      <translation>FWHM</translation>
    </message>
    <message>
      <source>Geology</source>
      <translation>地质</translation>
    </message>
    <message>
      <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;Table (*.csv)</source>
      <translation>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;表格 (*.csv)</translation>
    </message>
    <message>
      <source>GeoTIFF (*.tif *.tiff);;All files (*)</source>
      <translation>GeoTIFF (*.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
      <source>GeoTIFF (*.tif)</source>
      <translation>GeoTIFF (*.tif)</translation>
    </message>
    <message>
      <source>GeoTIFF (*.tif);;ENVI (*.img)</source>
      <translation>GeoTIFF (*.tif);;ENVI (*.img)</translation>
    </message>
    <message>
      <source>GeoTIFF (*.tif);;GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;ENVI classification (*.img);;MATLAB (*.mat);;NumPy (*.npy)</source>
      <translation>GeoTIFF (*.tif);;GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;ENVI 分类 (*.img);;MATLAB (*.mat);;NumPy (*.npy)</translation>
    </message>
    <message>
      <source>Give all labels of the selected class to another one</source>
      <translation>将所选类别的全部标注归入另一类别</translation>
    </message>
    <message>
      <source>Give some labels of the selected class to a new one</source>
      <translation>将所选类别的部分标注归入新类别</translation>
    </message>
    <message>
      <source>Give the clicked patch of labels the current class; Ctrl erases it</source>
      <translation>将所点的标注块赋予当前类别；Ctrl 擦除</translation>
    </message>
    <message>
      <source>Give the selected class another id; labels and map follow</source>
      <translation>为所选类别指定另一个编号；标注和地图随之更新</translation>
    </message>
    <message>
      <source>Give them up</source>
      <translation>放弃</translation>
    </message>
    <message>
      <source>Give wavelengths in micrometres instead of nanometres</source>
      <translation>以微米而不是纳米给出波长</translation>
    </message>
    <message>
      <source>Gives each pixel the class whose mean spectrum is at the smallest angle; brightness does not matter.</source>
      <translation>将每个像元归入与其平均光谱夹角最小的类别；亮度无关紧要。</translation>
    </message>
    <message>
      <source>Go to</source>
      <translation>转到</translation>
    </message>
    <message>
      <source>Go to a pixel, to map coordinates, or to latitude and longitude</source>
      <translation>转到某个像素、地图坐标或经纬度</translation>
    </message>
    <message>
      <source>Go to the next label whose spectrum is far from its class</source>
      <translation>转到下一个光谱远离其类别的标注</translation>
    </message>
    <message>
      <source>Go to the next patch of labels of the current class</source>
      <translation>转到当前类别的下一个标注块</translation>
    </message>
    <message>
      <source>Go to the patch of labels before</source>
      <translation>转到上一个标注块</translation>
    </message>
    <message>
      <source>Go to...</source>
      <translation>转到...</translation>
    </message>
    <message>
      <source>go with it</source>
      <translation>随之删除</translation>
    </message>
    <message>
      <source>Graphics card</source>
      <translation>显卡</translation>
    </message>
    <message>
      <source>Graphics card...</source>
      <translation>显卡...</translation>
    </message>
    <message>
      <source>Graticule</source>
      <translation>经纬网</translation>
    </message>
    <message>
      <source>Gray</source>
      <translation>灰度</translation>
    </message>
    <message>
      <source>Green</source>
      <translation>绿</translation>
    </message>
    <message>
      <source>greenness</source>
      <translation>绿度</translation>
    </message>
    <message>
      <source>Group similar pixels...</source>
      <translation>对相似像元分组...</translation>
    </message>
    <message>
      <source>Grow an area of like spectra; drag sideways to make it larger or smaller</source>
      <translation>生长出光谱相似的区域；左右拖动使其变大或变小</translation>
    </message>
    <message>
      <source>Guide</source>
      <translation>指南</translation>
    </message>
    <message>
      <source>Guided first map</source>
      <translation>引导制作第一张图</translation>
    </message>
    <message>
      <source>Harmonic mean of precision and recall</source>
      <translation>精确率与召回率的调和平均</translation>
    </message>
    <message>
      <source>height above the surroundings</source>
      <translation>相对周围的高度</translation>
    </message>
    <message>
      <source>Held out within the labels ({0}, {1} folds of blocks): overall accuracy {2}, 95 % interval {3} to {4}, on {5} of {6} labels.</source>
      <translation>在标注内留出验证（{0}，{1} 折分块）：总体精度 {2}，95 % 区间 {3} 至 {4}，基于 {6} 个标注中的 {5} 个。</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>帮助</translation>
    </message>
    <message>
      <source>Highest value</source>
      <translation>最大值</translation>
    </message>
    <message>
      <source>Histogram</source>
      <translation>直方图</translation>
    </message>
    <message>
      <source>Hold labels out by blocks of the scene, to see how good the map is</source>
      <translation>按场景分块留出标注，以了解地图的质量</translation>
    </message>
    <message>
      <source>How close the classes' texts are to each other as the text encoder sees them: texts with a cosine near 1 cannot be told apart. After a training, the bars compare the selected pixel with each text. Find looks for a phrase in the scene and says what was understood.</source>
      <translation>文本编码器眼中各类别文本的接近程度：余弦接近 1 的文本无法区分。训练之后，条形图将所选像素与每段文本比较。“查找”在场景中查找短语，并说明理解到的内容。</translation>
    </message>
    <message>
      <source>How evenly the classes share the probability: 0 is certain, 1 is open.</source>
      <translation>概率在各类别间的均匀程度：0 表示确定，1 表示完全不确定。</translation>
    </message>
    <message>
      <source>How far the most probable class is ahead of the second, 0 to 1.</source>
      <translation>最可能类别领先第二类别的程度，0 到 1。</translation>
    </message>
    <message>
      <source>How much of the scene a map hides, from the next start</source>
      <translation>分类图遮盖影像的程度，下次启动生效</translation>
    </message>
    <message>
      <source>How sure the method is, from dark to bright</source>
      <translation>方法的把握程度，由暗到亮</translation>
    </message>
    <message>
      <source>How well the map agrees with a reference map: overall figures, precision and recall of each class, and which class is taken for which. Pixels that you labelled are left out.</source>
      <translation>分类图与参考图的一致程度：总体数值、各类别的精确率和召回率，以及哪些类别被混淆。您标注的像素不计入。</translation>
    </message>
    <message>
      <source>hydrocarbon depth at 1730 nm</source>
      <translation>1730 nm 碳氢化合物吸收深度</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>编号</translation>
    </message>
    <message>
      <source>id</source>
      <translation>编号</translation>
    </message>
    <message>
      <source>Ids and their classes</source>
      <translation>编号及其类别</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>导入</translation>
    </message>
    <message>
      <source>Import classes</source>
      <translation>导入类别</translation>
    </message>
    <message>
      <source>Import classes...</source>
      <translation>导入类别...</translation>
    </message>
    <message>
      <source>Import labels</source>
      <translation>导入标注</translation>
    </message>
    <message>
      <source>Import labels...</source>
      <translation>导入标注...</translation>
    </message>
    <message>
      <source>In each class at least</source>
      <translation>每个类别至少</translation>
    </message>
    <message>
      <source>Independent components</source>
      <translation>独立成分</translation>
    </message>
    <message>
      <source>Index</source>
      <translation>指数</translation>
    </message>
    <message>
      <source>index</source>
      <translation>指数</translation>
    </message>
    <message>
      <source>Instead of corner and size: x = a col + b row + c, y = d col + e row + f</source>
      <translation>代替角点和大小：x = a 列 + b 行 + c，y = d 列 + e 行 + f</translation>
    </message>
    <message>
      <source>Instruction</source>
      <translation>指令</translation>
    </message>
    <message>
      <source>Instruction to copy</source>
      <translation>要复制的指令</translation>
    </message>
    <message>
      <source>iron</source>
      <translation>铁</translation>
    </message>
    <message>
      <source>iron depth at 530 nm</source>
      <translation>530 nm 铁吸收深度</translation>
    </message>
    <message>
      <source>iron depth at 900 nm</source>
      <translation>900 nm 铁吸收深度</translation>
    </message>
    <message>
      <source>Iron oxide ratio</source>
      <translation>氧化铁比值</translation>
    </message>
    <message>
      <source>Is added to the scaled values</source>
      <translation>加到缩放后的值上</translation>
    </message>
    <message>
      <source>Its labels</source>
      <translation>其标注</translation>
    </message>
    <message>
      <source>Its lead over {0} may be chance.</source>
      <translation>它对 {0} 的领先可能是偶然的。</translation>
    </message>
    <message>
      <source>Jobs</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>Join both; where both have one, mine stands</source>
      <translation>两者合并；都有标注处以我的为准</translation>
    </message>
    <message>
      <source>Join both; where both have one, the file's stands</source>
      <translation>两者合并；都有标注处以文件的为准</translation>
    </message>
    <message>
      <source>Kappa</source>
      <translation>Kappa</translation>
    </message>
    <message>
      <source>Keep the place that is shown under a name; it is in the menu Bookmarks</source>
      <translation>以一个名称保留所显示的位置；它在书签菜单中</translation>
    </message>
    <message>
      <source>Keep the spectrum of the selected pixel</source>
      <translation>保留所选像素的光谱</translation>
    </message>
    <message>
      <source>Keep the spectrum of the selected pixel in the plot, to compare others with</source>
      <translation>将所选像素的光谱保留在图中，以便与其他光谱比较</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>键</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>键盘快捷键</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>按键</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>标注</translation>
    </message>
    <message>
      <source>Label some pixels of at least two classes.</source>
      <translation>请为至少两个类别标注一些像素。</translation>
    </message>
    <message>
      <source>Label suggestion</source>
      <translation>标注建议</translation>
    </message>
    <message>
      <source>Label under the cursor, and class of the map with its confidence</source>
      <translation>光标处的标注，以及分类图的类别和置信度</translation>
    </message>
    <message>
      <source>label: {0}</source>
      <translation>标注：{0}</translation>
    </message>
    <message>
      <source>label: {0}, but {1}</source>
      <translation>标签：{0}，但 {1}</translation>
    </message>
    <message>
      <source>label: {0}, unlike its class</source>
      <translation>标注：{0}，与其类别不相似</translation>
    </message>
    <message>
      <source>Labels</source>
      <translation>标注</translation>
    </message>
    <message>
      <source>Labels (*.tif *.tiff *.png *.hdr *.img *.mat *.npy *.gpkg *.geojson *.json *.shp *.csv *.txt);;All files (*)</source>
      <translation>标注 (*.tif *.tiff *.png *.hdr *.img *.mat *.npy *.gpkg *.geojson *.json *.shp *.csv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Labels and texts are saved. A training is kept as far as its last checkpoint: open the scene again and choose Continue in Jobs. What has no checkpoint yet begins anew.</source>
      <translation>标签和文本已保存。训练会保留到最近的检查点：重新打开场景，在“任务”中选择“继续”。还没有检查点的任务将重新开始。</translation>
    </message>
    <message>
      <source>labels of {0}</source>
      <translation>{0} 的标注</translation>
    </message>
    <message>
      <source>labels: click a few of its pixels with the Point tool</source>
      <translation>标注：用“点”工具点选它的几个像素</translation>
    </message>
    <message>
      <source>Laboratory</source>
      <translation>实验室</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Larger brush</source>
      <translation>增大画笔</translation>
    </message>
    <message>
      <source>Last map of a scene</source>
      <translation>影像的上次分类图</translation>
    </message>
    <message>
      <source>last pre-training of this scene</source>
      <translation>此场景最近一次预训练</translation>
    </message>
    <message>
      <source>Last wavelength</source>
      <translation>最后一个波长</translation>
    </message>
    <message>
      <source>Last, middle, first band</source>
      <translation>最后、中间、第一个波段</translation>
    </message>
    <message>
      <source>Latitude and longitude</source>
      <translation>纬度和经度</translation>
    </message>
    <message>
      <source>Lay another scene or raster over this one, aligned by coordinate system</source>
      <translation>将另一场景或栅格按坐标系对齐叠加在此场景上</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>图层</translation>
    </message>
    <message>
      <source>leaf water</source>
      <translation>叶片水分</translation>
    </message>
    <message>
      <source>Learn from the unlabelled scene first; later trainings start from there</source>
      <translation>先从未标注的场景学习；之后的训练由此开始</translation>
    </message>
    <message>
      <source>Learns from the unlabelled scene by denoising hidden patches, then matches the labelled ones with the classes' descriptions.</source>
      <translation>先对隐藏的图块去噪，从未标注的场景中学习，再将已标注的图块与类别描述匹配。</translation>
    </message>
    <message>
      <source>Learns from the unlabelled scene by telling patches apart, then draws more features of each class with a diffusion model (a reconstruction).</source>
      <translation>先通过区分图块从未标注的场景中学习，再用扩散模型为每个类别生成更多特征（一种重建）。</translation>
    </message>
    <message>
      <source>Learns spectral-spatial features with 3-D convolutions, then maps them to what a language model makes of the classes' descriptions.</source>
      <translation>用三维卷积学习光谱-空间特征，再映射到语言模型对类别描述的表示。</translation>
    </message>
    <message>
      <source>Leave out</source>
      <translation>排除</translation>
    </message>
    <message>
      <source>Leave the suggested pixel without a label, with S, and go to the next</source>
      <translation>按 S 不标注所建议的像元，转到下一个</translation>
    </message>
    <message>
      <source>less than 1 s</source>
      <translation>不到 1 秒</translation>
    </message>
    <message>
      <source>Let a causal language model that lies in a folder write the answer</source>
      <translation>让文件夹中的因果语言模型撰写回答</translation>
    </message>
    <message>
      <source>Let the job wait, or go on: after a pause, a cancel or a crash</source>
      <translation>让任务等待或继续：暂停、取消或崩溃之后均可</translation>
    </message>
    <message>
      <source>Let the running job wait, or go on</source>
      <translation>让正在运行的任务等待或继续</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>光谱库</translation>
    </message>
    <message>
      <source>Library...</source>
      <translation>光谱库...</translation>
    </message>
    <message>
      <source>light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Like the first</source>
      <translation>与第一个相同</translation>
    </message>
    <message>
      <source>likeness to each target after whitening the background, up to 1</source>
      <translation>背景白化后与各目标的相似度，最大为 1</translation>
    </message>
    <message>
      <source>Linear discriminant</source>
      <translation>线性判别</translation>
    </message>
    <message>
      <source>List</source>
      <translation>列表</translation>
    </message>
    <message>
      <source>List all keys</source>
      <translation>列出所有按键</translation>
    </message>
    <message>
      <source>List all runs of the scene with what differs and how good their maps are</source>
      <translation>列出此场景的所有运行、其差异及地图的好坏</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>实时</translation>
    </message>
    <message>
      <source>Live is off: {0}</source>
      <translation>实时已关闭：{0}</translation>
    </message>
    <message>
      <source>Live map from 1 label. A preview: it is not kept</source>
      <translation>由 1 个标注得到的实时图，仅为预览，不会保存</translation>
    </message>
    <message>
      <source>Live map from {0} labels. A preview: it is not kept</source>
      <translation>由 {0} 个标注得到的实时图，仅为预览，不会保存</translation>
    </message>
    <message>
      <source>Live map: looking at the scene…</source>
      <translation>实时图：正在读取场景…</translation>
    </message>
    <message>
      <source>live map: {0}</source>
      <translation>实时图：{0}</translation>
    </message>
    <message>
      <source>Live needs labels of two classes: label a pixel of each</source>
      <translation>实时需要两个类别的标注：请各标注一个像元</translation>
    </message>
    <message>
      <source>Live needs labels of two classes: so far only {0} has some</source>
      <translation>实时需要两个类别的标注：目前只有 {0} 有</translation>
    </message>
    <message>
      <source>living vegetation bright (Rouse 1974)</source>
      <translation>活植被为亮 (Rouse 1974)</translation>
    </message>
    <message>
      <source>living vegetation red, water black</source>
      <translation>活植被为红，水为黑</translation>
    </message>
    <message>
      <source>Load a map of the true classes to see how well the result agrees with it. Pixels with labels of yours are left out.</source>
      <translation>加载真实类别图，查看结果与其吻合的程度。有您标注的像素不计入。</translation>
    </message>
    <message>
      <source>Load a reference map to see how good each map is.</source>
      <translation>加载参考图以查看每张地图的好坏。</translation>
    </message>
    <message>
      <source>Load properties</source>
      <translation>加载属性</translation>
    </message>
    <message>
      <source>Load reference map</source>
      <translation>加载参考图</translation>
    </message>
    <message>
      <source>Load reference map...</source>
      <translation>加载参考图...</translation>
    </message>
    <message>
      <source>Load...</source>
      <translation>加载...</translation>
    </message>
    <message>
      <source>Local model…</source>
      <translation>本地模型…</translation>
    </message>
    <message>
      <source>Logistic regression</source>
      <translation>逻辑回归</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>查看</translation>
    </message>
    <message>
      <source>Look at hyperspectral cubes, label a few pixels, describe the classes in plain language, and get a trustworthy map.</source>
      <translation>查看高光谱立方体，标注少量像素，用平实的语言描述类别，得到可信的地图。</translation>
    </message>
    <message>
      <source>Look under the map and back</source>
      <translation>查看地图下方，再返回</translation>
    </message>
    <message>
      <source>Looking for the pixels that help most…</source>
      <translation>正在寻找最有帮助的像元…</translation>
    </message>
    <message>
      <source>Looking for {0}…</source>
      <translation>正在查找 {0}…</translation>
    </message>
    <message>
      <source>Lower is better within a stage. Stages measure different things, and every network of an ensemble begins anew: steps up are normal.</source>
      <translation>同一阶段内越低越好。各阶段的度量不同，且集成中的每个网络都重新开始：跳升是正常的。</translation>
    </message>
    <message>
      <source>Lowest value</source>
      <translation>最小值</translation>
    </message>
    <message>
      <source>Magma</source>
      <translation>Magma</translation>
    </message>
    <message>
      <source>Majority window</source>
      <translation>多数窗口</translation>
    </message>
    <message>
      <source>majority {0} x {0}</source>
      <translation>多数 {0} x {0}</translation>
    </message>
    <message>
      <source>Make a map of clusters of similar spectra</source>
      <translation>生成相似光谱的聚类图</translation>
    </message>
    <message>
      <source>Make a map of the sample scene in five steps, shown at the real controls</source>
      <translation>用五个步骤为示例场景制图，直接在真实控件上演示</translation>
    </message>
    <message>
      <source>Make brush and eraser larger</source>
      <translation>增大画笔和橡皮</translation>
    </message>
    <message>
      <source>Make brush and eraser smaller</source>
      <translation>减小画笔和橡皮</translation>
    </message>
    <message>
      <source>Make classes</source>
      <translation>转为类别</translation>
    </message>
    <message>
      <source>Make dark parts brighter or darker; white stays white</source>
      <translation>使暗部更亮或更暗；白色不变</translation>
    </message>
    <message>
      <source>Make the sample town and open it with its labels and classes</source>
      <translation>生成示例城镇，并连同标注和类别打开</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>地图</translation>
    </message>
    <message>
      <source>Map coordinates of the pixel's centre</source>
      <translation>像素中心的地图坐标</translation>
    </message>
    <message>
      <source>Map exported</source>
      <translation>地图已导出</translation>
    </message>
    <message>
      <source>map of clusters of any extent and direction, the largest first</source>
      <translation>任意大小和方向的聚类图，最大者在前</translation>
    </message>
    <message>
      <source>map of clusters of similar pixels, the largest first</source>
      <translation>相似像元的聚类图，最大者在前</translation>
    </message>
    <message>
      <source>map of the spectrum whose absorptions fit best; fit and depth lie beside it</source>
      <translation>吸收特征最吻合的光谱图；另有拟合度和深度</translation>
    </message>
    <message>
      <source>map of the spectrum with the smallest angle; the angle lies beside it</source>
      <translation>角度最小的光谱图；另有角度</translation>
    </message>
    <message>
      <source>Map, accuracy, areas, spectra and doubts on a page that stands alone</source>
      <translation>地图、精度、面积、光谱和存疑之处，集于一个独立页面</translation>
    </message>
    <message>
      <source>map: {0}, {1:.2f}</source>
      <translation>分类图：{0}，{1:.2f}</translation>
    </message>
    <message>
      <source>Mapped</source>
      <translation>制图面积</translation>
    </message>
    <message>
      <source>Mapped {0}: {1} of {2!r} ({3}).</source>
      <translation>被分{0}：{1}，共 {2!r}（{3}）。</translation>
    </message>
    <message>
      <source>Maps of the methods</source>
      <translation>各方法的分类图</translation>
    </message>
    <message>
      <source>Margin</source>
      <translation>优势差</translation>
    </message>
    <message>
      <source>Mark the ten pixels whose labels would help most; N goes to the next, a digit labels it</source>
      <translation>标出最值得标注的十个像元；N 转到下一个，数字键标注</translation>
    </message>
    <message>
      <source>Mark where chlorophyll, water, clay and others absorb</source>
      <translation>标出叶绿素、水、黏土等的吸收位置</translation>
    </message>
    <message>
      <source>Match classes</source>
      <translation>匹配类别</translation>
    </message>
    <message>
      <source>Match reference classes...</source>
      <translation>匹配参考图类别...</translation>
    </message>
    <message>
      <source>Match the scene with a library...</source>
      <translation>将场景与光谱库匹配...</translation>
    </message>
    <message>
      <source>Match with library...</source>
      <translation>与光谱库匹配...</translation>
    </message>
    <message>
      <source>Matched filter</source>
      <translation>匹配滤波</translation>
    </message>
    <message>
      <source>matched filter after whitening the noise, and its infeasibility</source>
      <translation>噪声白化后的匹配滤波及其不可行性</translation>
    </message>
    <message>
      <source>McNemar p</source>
      <translation>McNemar p 值</translation>
    </message>
    <message>
      <source>Mean of 3 x 3 pixels</source>
      <translation>3 x 3 像素平均</translation>
    </message>
    <message>
      <source>Mean of 5 x 5 pixels</source>
      <translation>5 x 5 像素平均</translation>
    </message>
    <message>
      <source>Measured</source>
      <translation>测得</translation>
    </message>
    <message>
      <source>Measured against the reference map; labels of each run are left out. McNemar's test compares each map with the first: below 0.05, the difference is more than chance.</source>
      <translation>以参考图衡量；每次运行的标注不计入。McNemar 检验将每幅地图与第一幅比较：低于 0.05 表示差异并非偶然。</translation>
    </message>
    <message>
      <source>Measured on other scenes</source>
      <translation>在其他场景上的实测</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>内存</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>合并</translation>
    </message>
    <message>
      <source>Merge class</source>
      <translation>合并类别</translation>
    </message>
    <message>
      <source>Merge class...</source>
      <translation>合并类别...</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>方法</translation>
    </message>
    <message>
      <source>Method at the start</source>
      <translation>启动时的方法</translation>
    </message>
    <message>
      <source>Methods</source>
      <translation>方法</translation>
    </message>
    <message>
      <source>Methods that have no such preset use quick; paper takes far longer</source>
      <translation>没有此预设的方法使用 quick；paper 耗时要长得多</translation>
    </message>
    <message>
      <source>Mg-OH depth at 2310 nm</source>
      <translation>2310 nm Mg-OH 吸收深度</translation>
    </message>
    <message>
      <source>MiniLM (offline)</source>
      <translation>MiniLM（离线）</translation>
    </message>
    <message>
      <source>Minimum - maximum</source>
      <translation>最小值 - 最大值</translation>
    </message>
    <message>
      <source>Minimum noise fraction</source>
      <translation>最小噪声分离</translation>
    </message>
    <message>
      <source>Mixture-tuned matched filter</source>
      <translation>混合调谐匹配滤波</translation>
    </message>
    <message>
      <source>Model by name…</source>
      <translation>按名称选择模型…</translation>
    </message>
    <message>
      <source>Model folder…</source>
      <translation>模型文件夹…</translation>
    </message>
    <message>
      <source>moist leaves and soil bright (Gao 1996)</source>
      <translation>湿润的叶片和土壤为亮 (Gao 1996)</translation>
    </message>
    <message>
      <source>Moisture index (NDMI)</source>
      <translation>水分指数 (NDMI)</translation>
    </message>
    <message>
      <source>moisture, burnt areas and built-up land</source>
      <translation>水分、过火区和建成区</translation>
    </message>
    <message>
      <source>More</source>
      <translation>更多</translation>
    </message>
    <message>
      <source>More pairs like these: {0}.</source>
      <translation>类似的其他对：{0}。</translation>
    </message>
    <message>
      <source>Move class</source>
      <translation>移动类别</translation>
    </message>
    <message>
      <source>Move class down</source>
      <translation>下移类别</translation>
    </message>
    <message>
      <source>Move class up</source>
      <translation>上移类别</translation>
    </message>
    <message>
      <source>Move over the map to see spectra; click a pixel to keep its spectrum</source>
      <translation>在地图上移动以查看光谱；点击像素以保留其光谱</translation>
    </message>
    <message>
      <source>n = {0} reference pixels; pixels with labels of yours are left out</source>
      <translation>n = {0} 个参考像素；有您标注的像素不计入</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>Name absorptions</source>
      <translation>标出吸收特征名称</translation>
    </message>
    <message>
      <source>Name each pixel by the spectrum of a library that fits best</source>
      <translation>用光谱库中最吻合的光谱为每个像元命名</translation>
    </message>
    <message>
      <source>Name in the file</source>
      <translation>文件中的名称</translation>
    </message>
    <message>
      <source>Name in the library</source>
      <translation>光谱库中的名称</translation>
    </message>
    <message>
      <source>Name of a Hugging Face model, such as BAAI/bge-large-en-v1.5</source>
      <translation>Hugging Face 模型名称，例如 BAAI/bge-large-en-v1.5</translation>
    </message>
    <message>
      <source>Name of the new class</source>
      <translation>新类别的名称</translation>
    </message>
    <message>
      <source>Name of the place:</source>
      <translation>位置名称：</translation>
    </message>
    <message>
      <source>Name:</source>
      <translation>名称：</translation>
    </message>
    <message>
      <source>Names and style lie beside it as .aux.xml and .qml; keep them together.</source>
      <translation>名称和样式以 .aux.xml 和 .qml 存放在旁边；请一起保存。</translation>
    </message>
    <message>
      <source>NBR</source>
      <translation>NBR</translation>
    </message>
    <message>
      <source>NDMI</source>
      <translation>NDMI</translation>
    </message>
    <message>
      <source>NDSI</source>
      <translation>NDSI</translation>
    </message>
    <message>
      <source>NDVI</source>
      <translation>NDVI</translation>
    </message>
    <message>
      <source>NDWI</source>
      <translation>NDWI</translation>
    </message>
    <message>
      <source>New class {0}</source>
      <translation>新类别 {0}</translation>
    </message>
    <message>
      <source>New id</source>
      <translation>新编号</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>下一步</translation>
    </message>
    <message>
      <source>Next doubtful label</source>
      <translation>下一个可疑标注</translation>
    </message>
    <message>
      <source>Next label</source>
      <translation>下一个标注</translation>
    </message>
    <message>
      <source>No class of the map ({0})</source>
      <translation>不属于地图中的任何类别（{0}）</translation>
    </message>
    <message>
      <source>No classes yet</source>
      <translation>尚无类别</translation>
    </message>
    <message>
      <source>No command fits</source>
      <translation>没有符合的命令</translation>
    </message>
    <message>
      <source>no CRS</source>
      <translation>无坐标系</translation>
    </message>
    <message>
      <source>No jobs yet</source>
      <translation>尚无任务</translation>
    </message>
    <message>
      <source>No known sensor has these bands</source>
      <translation>没有已知传感器具有这些波段</translation>
    </message>
    <message>
      <source>No library is open</source>
      <translation>未打开光谱库</translation>
    </message>
    <message>
      <source>no nodata value</source>
      <translation>无 nodata 值</translation>
    </message>
    <message>
      <source>no pixel is left to suggest</source>
      <translation>没有可建议的像元</translation>
    </message>
    <message>
      <source>No reference map</source>
      <translation>无参考图</translation>
    </message>
    <message>
      <source>No reference pixel shares its patch with a label.</source>
      <translation>没有参考像元与标注共用图块。</translation>
    </message>
    <message>
      <source>No result yet</source>
      <translation>尚无结果</translation>
    </message>
    <message>
      <source>No scene is open</source>
      <translation>未打开场景</translation>
    </message>
    <message>
      <source>no setting</source>
      <translation>设置相同</translation>
    </message>
    <message>
      <source>No suggestions: {0}</source>
      <translation>没有建议：{0}</translation>
    </message>
    <message>
      <source>No wavelengths: set them</source>
      <translation>没有波长：请设置</translation>
    </message>
    <message>
      <source>Nodata</source>
      <translation>Nodata</translation>
    </message>
    <message>
      <source>nodata {0}</source>
      <translation>nodata {0}</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>none of these</source>
      <translation>不属于这些</translation>
    </message>
    <message>
      <source>Normalised</source>
      <translation>归一化</translation>
    </message>
    <message>
      <source>normalised</source>
      <translation>归一化</translation>
    </message>
    <message>
      <source>Not found, so left as they are: {0}.</source>
      <translation>未找到，因此保持不变：{0}。</translation>
    </message>
    <message>
      <source>not saved!</source>
      <translation>未保存！</translation>
    </message>
    <message>
      <source>not started</source>
      <translation>未开始</translation>
    </message>
    <message>
      <source>Not tested, as they lie in one place: {0}.</source>
      <translation>因集中在一处而未检验：{0}。</translation>
    </message>
    <message>
      <source>not understood: {0}</source>
      <translation>未理解：{0}</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>无</translation>
    </message>
    <message>
      <source>Nothing found. Try fewer or shorter words.</source>
      <translation>未找到。请尝试更少或更短的词。</translation>
    </message>
    <message>
      <source>Nothing found; try another word.</source>
      <translation>未找到；请换一个词。</translation>
    </message>
    <message>
      <source>nothing that can be measured was understood</source>
      <translation>没有理解到任何可测量的内容</translation>
    </message>
    <message>
      <source>Nothing to compare</source>
      <translation>没有可比较的内容</translation>
    </message>
    <message>
      <source>Number of a band, counted from 1</source>
      <translation>波段编号（从 1 开始）</translation>
    </message>
    <message>
      <source>Number of a band, counted from 1, or a wavelength such as 660 nm</source>
      <translation>波段编号（从 1 开始），或波长，例如 660 nm</translation>
    </message>
    <message>
      <source>number of bands, odd</source>
      <translation>波段数，奇数</translation>
    </message>
    <message>
      <source>number of clusters</source>
      <translation>聚类数</translation>
    </message>
    <message>
      <source>number of columns; 0 for all</source>
      <translation>列数；0 表示全部</translation>
    </message>
    <message>
      <source>number of components</source>
      <translation>成分数</translation>
    </message>
    <message>
      <source>number of endmembers; 0 takes the dimension of the signal</source>
      <translation>端元数；0 表示取信号的维数</translation>
    </message>
    <message>
      <source>number of fractions that are kept</source>
      <translation>保留的分量数</translation>
    </message>
    <message>
      <source>Number of labelled pixels</source>
      <translation>已标注像素的数量</translation>
    </message>
    <message>
      <source>number of rows; 0 for all</source>
      <translation>行数；0 表示全部</translation>
    </message>
    <message>
      <source>Of menus, panels and dialogs</source>
      <translation>菜单、面板和对话框中的文字</translation>
    </message>
    <message>
      <source>Of one training with its map</source>
      <translation>一次训练及其制图所需</translation>
    </message>
    <message>
      <source>of random choices</source>
      <translation>随机选择的种子</translation>
    </message>
    <message>
      <source>of the pixels that are darker</source>
      <translation>更暗像元的比例</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Offset</source>
      <translation>偏移</translation>
    </message>
    <message>
      <source>on the map</source>
      <translation>正在显示</translation>
    </message>
    <message>
      <source>One band at least has to stay good.</source>
      <translation>至少要保留一个好波段。</translation>
    </message>
    <message>
      <source>One band, or three for red, green and blue</source>
      <translation>一个波段，或红、绿、蓝三个波段</translation>
    </message>
    <message>
      <source>one number, or a list</source>
      <translation>一个数字或列表</translation>
    </message>
    <message>
      <source>One to one</source>
      <translation>一比一</translation>
    </message>
    <message>
      <source>only listed under Jobs</source>
      <translation>仅列在任务中</translation>
    </message>
    <message>
      <source>Only where the maps differ</source>
      <translation>仅显示分类图不同之处</translation>
    </message>
    <message>
      <source>Opacity of new maps</source>
      <translation>新分类图的不透明度</translation>
    </message>
    <message>
      <source>Opacity of the layer {0}</source>
      <translation>图层 {0} 的不透明度</translation>
    </message>
    <message>
      <source>Opacity of {0}</source>
      <translation>{0} 的不透明度</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>打开</translation>
    </message>
    <message>
      <source>Open a cube to see the spectrum of every pixel.</source>
      <translation>打开一个立方体以查看每个像素的光谱。</translation>
    </message>
    <message>
      <source>Open a cube, label it and train a method first.</source>
      <translation>请先打开立方体、进行标注并训练一种方法。</translation>
    </message>
    <message>
      <source>Open a cube; then add a class for everything that the map should tell apart.</source>
      <translation>打开立方体；然后为地图需要区分的每种地物添加类别。</translation>
    </message>
    <message>
      <source>Open a hyperspectral cube</source>
      <translation>打开高光谱立方体</translation>
    </message>
    <message>
      <source>Open a hyperspectral cube, or a project with its labels</source>
      <translation>打开高光谱立方体，或带有标注的项目</translation>
    </message>
    <message>
      <source>Open a scene first.</source>
      <translation>请先打开场景。</translation>
    </message>
    <message>
      <source>Open a scene to see it as a cube.</source>
      <translation>打开场景，以立方体方式查看。</translation>
    </message>
    <message>
      <source>Open a scene to see its bands.</source>
      <translation>打开场景以查看其波段。</translation>
    </message>
    <message>
      <source>Open one to find materials, compute indices or group its pixels.</source>
      <translation>打开一个场景以查找物质、计算指数或对像元分组。</translation>
    </message>
    <message>
      <source>Open one with Ctrl+L; the spectra that fit the selected pixel best are listed here.</source>
      <translation>用 Ctrl+L 打开一个；与所选像素最匹配的光谱将列在这里。</translation>
    </message>
    <message>
      <source>Open recent</source>
      <translation>最近打开</translation>
    </message>
    <message>
      <source>Open sample scene</source>
      <translation>打开示例场景</translation>
    </message>
    <message>
      <source>Open spectral libraries</source>
      <translation>打开光谱库</translation>
    </message>
    <message>
      <source>Open spectral library</source>
      <translation>打开光谱库</translation>
    </message>
    <message>
      <source>Open the folder with the log and with reports of unexpected errors</source>
      <translation>打开日志和意外错误报告所在的文件夹</translation>
    </message>
    <message>
      <source>Open the guide at the chapter of the panel that you work in</source>
      <translation>打开指南中与当前面板对应的章节</translation>
    </message>
    <message>
      <source>open water bright (McFeeters 1996)</source>
      <translation>开阔水面为亮 (McFeeters 1996)</translation>
    </message>
    <message>
      <source>Open {0}</source>
      <translation>打开 {0}</translation>
    </message>
    <message>
      <source>Open...</source>
      <translation>打开...</translation>
    </message>
    <message>
      <source>Opened lately</source>
      <translation>最近打开</translation>
    </message>
    <message>
      <source>Order of the axes</source>
      <translation>轴的顺序</translation>
    </message>
    <message>
      <source>Outlines</source>
      <translation>轮廓</translation>
    </message>
    <message>
      <source>Overall accuracy</source>
      <translation>总体精度</translation>
    </message>
    <message>
      <source>Overall accuracy: mean and standard deviation over the rounds</source>
      <translation>总体精度：各轮的平均值和标准差</translation>
    </message>
    <message>
      <source>Overall accuracy: share of the reference pixels that are mapped right</source>
      <translation>总体精度：被正确制图的参考像素所占比例</translation>
    </message>
    <message>
      <source>overlap</source>
      <translation>重叠</translation>
    </message>
    <message>
      <source>Own choice</source>
      <translation>自选</translation>
    </message>
    <message>
      <source>Own limits</source>
      <translation>自定界限</translation>
    </message>
    <message>
      <source>Page of the guide</source>
      <translation>指南页面</translation>
    </message>
    <message>
      <source>Paint</source>
      <translation>绘制</translation>
    </message>
    <message>
      <source>Paint the current class; [ and ] change the size</source>
      <translation>绘制当前类别；[ 和 ] 改变大小</translation>
    </message>
    <message>
      <source>Panels</source>
      <translation>面板</translation>
    </message>
    <message>
      <source>Paste the answer here</source>
      <translation>在此粘贴回答</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <source>Pause or continue</source>
      <translation>暂停或继续</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>已暂停</translation>
    </message>
    <message>
      <source>Phrase to find in the scene</source>
      <translation>要在场景中查找的短语</translation>
    </message>
    <message>
      <source>Pictures (*.png)</source>
      <translation>图片 (*.png)</translation>
    </message>
    <message>
      <source>Pin spectrum</source>
      <translation>固定光谱</translation>
    </message>
    <message>
      <source>pin: {0}</source>
      <translation>固定：{0}</translation>
    </message>
    <message>
      <source>Pixel size</source>
      <translation>像元大小</translation>
    </message>
    <message>
      <source>Pixel under the cursor: row, column</source>
      <translation>光标下的像素：行，列</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>像素数</translation>
    </message>
    <message>
      <source>Pixels are drawn at random in each class of the map and written as points. Visit them or look at better pictures, fill in class_id, and load the file as reference map: accuracy and areas then hold for the whole map. As many as needed means a standard error of 1 % for the overall accuracy.</source>
      <translation>在地图的每个类别中随机抽取像元并写成点。请实地核查或查看更清晰的影像，填写 class_id，再将该文件作为参考图加载：这样精度和面积对整幅地图都有效。“按需要的数量”表示总体精度的标准误差为 1 %。</translation>
    </message>
    <message>
      <source>Pixels in all</source>
      <translation>像元总数</translation>
    </message>
    <message>
      <source>Pixels that a cell of the confusion matrix counts.</source>
      <translation>混淆矩阵某个单元格所统计的像元。</translation>
    </message>
    <message>
      <source>Pixels to visit</source>
      <translation>待实地核查的像元</translation>
    </message>
    <message>
      <source>Pixels to visit...</source>
      <translation>待实地核查的像元...</translation>
    </message>
    <message>
      <source>Pixels whose class is less probable stay without a class.</source>
      <translation>类别概率更低的像元不赋予类别。</translation>
    </message>
    <message>
      <source>Pixels, per cent and hectares of each class; corrected by the reference</source>
      <translation>各类别的像元数、百分比和公顷数；按参考校正</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>位置</translation>
    </message>
    <message>
      <source>Place {0}</source>
      <translation>位置 {0}</translation>
    </message>
    <message>
      <source>Point</source>
      <translation>点</translation>
    </message>
    <message>
      <source>Polygon</source>
      <translation>多边形</translation>
    </message>
    <message>
      <source>Polygon erased</source>
      <translation>已擦除多边形</translation>
    </message>
    <message>
      <source>position of the red edge</source>
      <translation>红边位置</translation>
    </message>
    <message>
      <source>Pre-train</source>
      <translation>预训练</translation>
    </message>
    <message>
      <source>Pre-trained encoder</source>
      <translation>预训练编码器</translation>
    </message>
    <message>
      <source>pre-training</source>
      <translation>预训练</translation>
    </message>
    <message>
      <source>Pre-training and training run here in the background; the window stays free for labelling meanwhile.</source>
      <translation>预训练和训练在此后台运行；期间窗口可继续标注。</translation>
    </message>
    <message>
      <source>Prec.</source>
      <translation>精确</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>精确率</translation>
    </message>
    <message>
      <source>Precision (user's accuracy): share of the pixels mapped as the class that are it in the reference</source>
      <translation>精确率（用户精度）：被制图为该类的像素中，参考也为该类的比例</translation>
    </message>
    <message>
      <source>predicting</source>
      <translation>预测</translation>
    </message>
    <message>
      <source>Preferences</source>
      <translation>首选项</translation>
    </message>
    <message>
      <source>Preferences...</source>
      <translation>首选项...</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>预设</translation>
    </message>
    <message>
      <source>Preset at the start</source>
      <translation>启动时的预设</translation>
    </message>
    <message>
      <source>preset's choice</source>
      <translation>按预设</translation>
    </message>
    <message>
      <source>Press Ctrl+E and choose a place: a GeoTIFF with colours and names that QGIS opens. That was the whole way; your own scene is one Ctrl+O away.</source>
      <translation>按 Ctrl+E 并选择位置：得到带颜色和名称、可在 QGIS 中打开的 GeoTIFF。全部流程到此结束；按 Ctrl+O 打开您自己的场景。</translation>
    </message>
    <message>
      <source>Press Ctrl+O, drop a file here, or try the sample scene.</source>
      <translation>按 Ctrl+O，将文件拖到这里，或试用示例场景。</translation>
    </message>
    <message>
      <source>Press Start. A process of its own trains for up to a minute; the map then lies over the scene, with its confidence under Layers.</source>
      <translation>按“开始”。独立进程训练最多一分钟；随后分类图覆盖在场景上，其置信度位于“图层”中。</translation>
    </message>
    <message>
      <source>Press {0} to choose {1!r}</source>
      <translation>按 {0} 选择 {1!r}</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>预览</translation>
    </message>
    <message>
      <source>Previous label</source>
      <translation>上一个标注</translation>
    </message>
    <message>
      <source>Principal components</source>
      <translation>主成分</translation>
    </message>
    <message>
      <source>principal components that are compared</source>
      <translation>用于比较的主成分数</translation>
    </message>
    <message>
      <source>principal components that are compared; 0 chooses by the window</source>
      <translation>用于比较的主成分数；0 表示由窗口决定</translation>
    </message>
    <message>
      <source>Probability of one class, 0 to 1.</source>
      <translation>某一类别的概率，0 到 1。</translation>
    </message>
    <message>
      <source>Probability of the chosen class</source>
      <translation>所选类别的概率</translation>
    </message>
    <message>
      <source>Probability of {0}</source>
      <translation>{0}的概率</translation>
    </message>
    <message>
      <source>processor</source>
      <translation>处理器</translation>
    </message>
    <message>
      <source>Progress of the comparison</source>
      <translation>比较进度</translation>
    </message>
    <message>
      <source>Progress of training</source>
      <translation>训练进度</translation>
    </message>
    <message>
      <source>Project and data were copied to {0}.</source>
      <translation>项目和数据已复制到 {0}。</translation>
    </message>
    <message>
      <source>Put the map as it is shown on the clipboard, with a legend</source>
      <translation>将所显示的地图连同图例放到剪贴板</translation>
    </message>
    <message>
      <source>Quantity</source>
      <translation>物理量</translation>
    </message>
    <message>
      <source>quantity unknown</source>
      <translation>物理量未知</translation>
    </message>
    <message>
      <source>Quick for a processor, paper for a graphics card; from the next start</source>
      <translation>quick 适合处理器，paper 适合显卡；下次启动后生效</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>退出</translation>
    </message>
    <message>
      <source>Radial basis functions on standardised spectra; C and gamma are chosen by cross-validation inside the labels.</source>
      <translation>在标准化光谱上使用径向基函数；C 和 gamma 由标注内部的交叉验证选定。</translation>
    </message>
    <message>
      <source>Radiance</source>
      <translation>辐亮度</translation>
    </message>
    <message>
      <source>radiance</source>
      <translation>辐亮度</translation>
    </message>
    <message>
      <source>Random forest</source>
      <translation>随机森林</translation>
    </message>
    <message>
      <source>random weights</source>
      <translation>随机权重</translation>
    </message>
    <message>
      <source>Range of the colours</source>
      <translation>颜色的取值范围</translation>
    </message>
    <message>
      <source>Range…</source>
      <translation>范围…</translation>
    </message>
    <message>
      <source>Rasters that the method sees beside the cube</source>
      <translation>方法在立方体之外看到的栅格</translation>
    </message>
    <message>
      <source>Read the pixel under the cursor</source>
      <translation>读取光标下的像素</translation>
    </message>
    <message>
      <source>Read the properties from a file</source>
      <translation>从文件读取属性</translation>
    </message>
    <message>
      <source>Reading or computing; the window stays usable</source>
      <translation>正在读取或计算；窗口仍可使用</translation>
    </message>
    <message>
      <source>Reading the texts…</source>
      <translation>正在读取文本…</translation>
    </message>
    <message>
      <source>Recall</source>
      <translation>召回率</translation>
    </message>
    <message>
      <source>Recall (producer's accuracy): share of the class's reference pixels that are mapped as it</source>
      <translation>召回率（生产者精度）：该类参考像素中，被制图为该类的比例</translation>
    </message>
    <message>
      <source>Recordings of laboratory cameras become reflectance with a white and a dark reference. References beside the recording are found by their names. Write none to use none.</source>
      <translation>实验室相机的采集数据借助白参考和暗参考转换为反射率。与采集文件放在一起的参考文件按名称自动识别。填写 none 表示不使用。</translation>
    </message>
    <message>
      <source>Rectangle</source>
      <translation>矩形</translation>
    </message>
    <message>
      <source>Rectangle erased</source>
      <translation>已擦除矩形</translation>
    </message>
    <message>
      <source>Red</source>
      <translation>红</translation>
    </message>
    <message>
      <source>Red edge</source>
      <translation>红边</translation>
    </message>
    <message>
      <source>red edge</source>
      <translation>红边</translation>
    </message>
    <message>
      <source>Red, green, blue</source>
      <translation>红、绿、蓝</translation>
    </message>
    <message>
      <source>redness</source>
      <translation>红度</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>重做</translation>
    </message>
    <message>
      <source>Reduce bands to components...</source>
      <translation>将波段降为成分...</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>参考</translation>
    </message>
    <message>
      <source>Reference pixels</source>
      <translation>参考像素</translation>
    </message>
    <message>
      <source>Reference pixels of the class</source>
      <translation>该类的参考像素</translation>
    </message>
    <message>
      <source>Refine map</source>
      <translation>优化地图</translation>
    </message>
    <message>
      <source>Refine map...</source>
      <translation>优化地图...</translation>
    </message>
    <message>
      <source>Refined map: {0}</source>
      <translation>优化后的地图：{0}</translation>
    </message>
    <message>
      <source>Reflectance</source>
      <translation>反射率</translation>
    </message>
    <message>
      <source>reflectance</source>
      <translation>反射率</translation>
    </message>
    <message>
      <source>Reflectance of the white</source>
      <translation>白参考的反射率</translation>
    </message>
    <message>
      <source>Region spectrum</source>
      <translation>区域光谱</translation>
    </message>
    <message>
      <source>region: {0} x {1} pixels</source>
      <translation>区域：{0} x {1} 像素</translation>
    </message>
    <message>
      <source>Relabel</source>
      <translation>改标</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove all kept spectra</source>
      <translation>移除所有保留的光谱</translation>
    </message>
    <message>
      <source>Remove all kept spectra from the plot</source>
      <translation>从图中移除所有保留的光谱</translation>
    </message>
    <message>
      <source>Remove class</source>
      <translation>移除类别</translation>
    </message>
    <message>
      <source>Remove labels; [ and ] change the size</source>
      <translation>移除标注；[ 和 ] 改变大小</translation>
    </message>
    <message>
      <source>Remove noise</source>
      <translation>去除噪声</translation>
    </message>
    <message>
      <source>Remove refinement</source>
      <translation>移除优化</translation>
    </message>
    <message>
      <source>Remove the selected class and its labels; can be undone</source>
      <translation>移除所选类别及其标注；可撤销</translation>
    </message>
    <message>
      <source>Remove {0}</source>
      <translation>移除 {0}</translation>
    </message>
    <message>
      <source>Rename job</source>
      <translation>重命名任务</translation>
    </message>
    <message>
      <source>Rename spectrum</source>
      <translation>重命名光谱</translation>
    </message>
    <message>
      <source>Rename...</source>
      <translation>重命名...</translation>
    </message>
    <message>
      <source>Renumber class</source>
      <translation>重新编号类别</translation>
    </message>
    <message>
      <source>Repeat what was taken back</source>
      <translation>重做所撤销的操作</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>替换</translation>
    </message>
    <message>
      <source>Replace all of mine by those of the file</source>
      <translation>用文件的标注替换我的全部标注</translation>
    </message>
    <message>
      <source>Replace files</source>
      <translation>替换文件</translation>
    </message>
    <message>
      <source>Replaces {0}.</source>
      <translation>替换 {0}。</translation>
    </message>
    <message>
      <source>Reports and log</source>
      <translation>报告和日志</translation>
    </message>
    <message>
      <source>Reset all</source>
      <translation>全部重置</translation>
    </message>
    <message>
      <source>Reset to preset</source>
      <translation>恢复为预设</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>正确</translation>
    </message>
    <message>
      <source>Right-click to change colours and range.</source>
      <translation>右键单击可更改颜色和范围。</translation>
    </message>
    <message>
      <source>rise from 850 to 1250 nm</source>
      <translation>850 至 1250 nm 的上升</translation>
    </message>
    <message>
      <source>Rounds</source>
      <translation>轮数</translation>
    </message>
    <message>
      <source>Row and column (r 120 c 45), latitude and longitude (52.3917, 13.0576
or 52.4 N 13.1 E), UTM (33U 368000 5806000), or map coordinates (x y):</source>
      <translation>行和列 (r 120 c 45)、纬度和经度 (52.3917, 13.0576
或 52.4 N 13.1 E)、UTM (33U 368000 5806000) 或地图坐标 (x y)：</translation>
    </message>
    <message>
      <source>row {0}, col {1}</source>
      <translation>行 {0}，列 {1}</translation>
    </message>
    <message>
      <source>Row {0}, column {1} by {2}, with its texts at that time</source>
      <translation>第 {0} 行，第 {1} 列，由 {2} 按训练时的文本计算</translation>
    </message>
    <message>
      <source>rows</source>
      <translation>行</translation>
    </message>
    <message>
      <source>Rows: reference. Columns: the map. Tint: share of the row. Click a cell to see its pixels on the map.</source>
      <translation>行：参考。列：地图。深浅：占该行的比例。单击单元格可在地图上查看其像元。</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>运行</translation>
    </message>
    <message>
      <source>running</source>
      <translation>运行中</translation>
    </message>
    <message>
      <source>rust and red soil bright</source>
      <translation>铁锈和红土为亮</translation>
    </message>
    <message>
      <source>S3FN</source>
      <translation>S3FN</translation>
    </message>
    <message>
      <source>sample</source>
      <translation>抽样</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Save copy with data...</source>
      <translation>连同数据另存副本...</translation>
    </message>
    <message>
      <source>Save copy with data: name of a new folder</source>
      <translation>连同数据另存副本：新文件夹的名称</translation>
    </message>
    <message>
      <source>Save elsewhere...</source>
      <translation>另存到别处...</translation>
    </message>
    <message>
      <source>Save picture</source>
      <translation>保存图片</translation>
    </message>
    <message>
      <source>Save picture...</source>
      <translation>保存图片...</translation>
    </message>
    <message>
      <source>Save project as</source>
      <translation>项目另存为</translation>
    </message>
    <message>
      <source>Save project as...</source>
      <translation>项目另存为...</translation>
    </message>
    <message>
      <source>Save properties</source>
      <translation>保存属性</translation>
    </message>
    <message>
      <source>Save scene as</source>
      <translation>场景另存为</translation>
    </message>
    <message>
      <source>Save scene as...</source>
      <translation>场景另存为...</translation>
    </message>
    <message>
      <source>Save spectra</source>
      <translation>保存光谱</translation>
    </message>
    <message>
      <source>Save spectra...</source>
      <translation>保存光谱...</translation>
    </message>
    <message>
      <source>Save...</source>
      <translation>保存...</translation>
    </message>
    <message>
      <source>saved</source>
      <translation>已保存</translation>
    </message>
    <message>
      <source>Say what sets them apart.</source>
      <translation>请说明它们的区别。</translation>
    </message>
    <message>
      <source>Say which bands are bad: water vapour, noise, broken detectors</source>
      <translation>指定哪些波段是坏的：水汽、噪声、损坏的探测器</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>缩放</translation>
    </message>
    <message>
      <source>Scale bar and north arrow</source>
      <translation>比例尺和指北针</translation>
    </message>
    <message>
      <source>Scene</source>
      <translation>场景</translation>
    </message>
    <message>
      <source>Scene properties</source>
      <translation>场景属性</translation>
    </message>
    <message>
      <source>Scene properties (*{0});;All files (*)</source>
      <translation>场景属性 (*{0});;所有文件 (*)</translation>
    </message>
    <message>
      <source>Scene properties...</source>
      <translation>场景属性...</translation>
    </message>
    <message>
      <source>Scenes and projects</source>
      <translation>场景和项目</translation>
    </message>
    <message>
      <source>Scores per class</source>
      <translation>各类得分</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>搜索</translation>
    </message>
    <message>
      <source>Search descriptions</source>
      <translation>搜索描述</translation>
    </message>
    <message>
      <source>Search settings</source>
      <translation>搜索设置</translation>
    </message>
    <message>
      <source>Search shortcuts</source>
      <translation>搜索快捷键</translation>
    </message>
    <message>
      <source>Search the guide</source>
      <translation>搜索指南</translation>
    </message>
    <message>
      <source>Search: roof, crops, clay...</source>
      <translation>搜索（英文）：roof, crops, clay...</translation>
    </message>
    <message>
      <source>Second map</source>
      <translation>第二地图</translation>
    </message>
    <message>
      <source>Second view</source>
      <translation>第二视图</translation>
    </message>
    <message>
      <source>Sections found</source>
      <translation>找到的章节</translation>
    </message>
    <message>
      <source>See what trainings can run on, and what to do if a card is not found</source>
      <translation>查看训练可用的设备，以及找不到显卡时的处理方法</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>随机种子</translation>
    </message>
    <message>
      <source>Seed and every parameter of the method</source>
      <translation>随机种子和方法的所有参数</translation>
    </message>
    <message>
      <source>Select</source>
      <translation>选择</translation>
    </message>
    <message>
      <source>selected</source>
      <translation>所选</translation>
    </message>
    <message>
      <source>Selected pixel</source>
      <translation>所选像元</translation>
    </message>
    <message>
      <source>Sensor</source>
      <translation>传感器</translation>
    </message>
    <message>
      <source>Set the training panel as this job was set</source>
      <translation>按此任务设置训练面板</translation>
    </message>
    <message>
      <source>Set what the file does not say: wavelengths, bad bands, nodata, scale, CRS</source>
      <translation>设置文件未说明的内容：波长、坏波段、nodata、缩放、坐标系</translation>
    </message>
    <message>
      <source>Several methods on the same labels: figures over rounds, maps and where they differ. Choose methods, press Compare, and use the map that convinces you.</source>
      <translation>在相同标签上比较多种方法：各轮数值、分类图及其差异。选择方法，按“比较”，使用令您信服的分类图。</translation>
    </message>
    <message>
      <source>Short-wave infrared</source>
      <translation>短波红外</translation>
    </message>
    <message>
      <source>Shortcuts</source>
      <translation>快捷键</translation>
    </message>
    <message>
      <source>Show a single band; arrow keys go one band on</source>
      <translation>显示单个波段；方向键逐个切换</translation>
    </message>
    <message>
      <source>Show each pixel of the scene as one point of the screen</source>
      <translation>将场景的每个像素显示为屏幕上的一个点</translation>
    </message>
    <message>
      <source>Show how close the classes' texts are, and the selected pixel to each</source>
      <translation>显示各类别文本之间以及所选像元与每个文本的接近程度</translation>
    </message>
    <message>
      <source>Show how evenly the classes share the probability: 0 is certain, 1 is open</source>
      <translation>显示概率在各类别间的均匀程度：0 表示确定，1 表示完全不确定</translation>
    </message>
    <message>
      <source>Show how far the most probable class is ahead of the second</source>
      <translation>显示最可能类别领先第二类别的程度</translation>
    </message>
    <message>
      <source>Show how probable the class is that is chosen in the table of classes</source>
      <translation>显示在类别表中所选类别的概率</translation>
    </message>
    <message>
      <source>Show in folder</source>
      <translation>在文件夹中显示</translation>
    </message>
    <message>
      <source>Show less, larger; the wheel does so at the cursor</source>
      <translation>显示更小范围，更大；滚轮在光标处缩放</translation>
    </message>
    <message>
      <source>Show map</source>
      <translation>显示地图</translation>
    </message>
    <message>
      <source>Show mean and spread of each class's labels, or hide them</source>
      <translation>显示或隐藏各类标注的均值与离散程度</translation>
    </message>
    <message>
      <source>Show more, smaller</source>
      <translation>显示更大范围，更小</translation>
    </message>
    <message>
      <source>Show or hide map</source>
      <translation>显示或隐藏地图</translation>
    </message>
    <message>
      <source>Show single bands and indices in these colours</source>
      <translation>以这些颜色显示单波段和指数</translation>
    </message>
    <message>
      <source>Show spectra as they are</source>
      <translation>按原样显示光谱</translation>
    </message>
    <message>
      <source>Show spectra without their brightness</source>
      <translation>显示去除亮度后的光谱</translation>
    </message>
    <message>
      <source>Show the map as its run has left it</source>
      <translation>显示运行得到的原始地图</translation>
    </message>
    <message>
      <source>Show the map that this job has made</source>
      <translation>显示此任务生成的地图</translation>
    </message>
    <message>
      <source>Show the mean spectrum of each class's labels in the class's colour</source>
      <translation>以类别颜色显示各类标注的平均光谱</translation>
    </message>
    <message>
      <source>Show the ratio or the normalised difference of two bands</source>
      <translation>显示两个波段的比值或归一化差值</translation>
    </message>
    <message>
      <source>Show the reference map in the colours of the classes</source>
      <translation>以类别颜色显示参考图</translation>
    </message>
    <message>
      <source>Show the result in this view, too</source>
      <translation>在此视图中也显示结果</translation>
    </message>
    <message>
      <source>Show the result left of a line only; drag the line</source>
      <translation>只在一条线的左侧显示结果；可拖动该线</translation>
    </message>
    <message>
      <source>Show the scene as a cube with the spectra of its edges; drag to turn it</source>
      <translation>将场景显示为侧面带有边缘光谱的立方体；拖动旋转</translation>
    </message>
    <message>
      <source>Show the scene twice, side by side, with other bands or layers</source>
      <translation>并排显示两次场景，使用不同的波段或图层</translation>
    </message>
    <message>
      <source>Show the slope of spectra; edges become peaks</source>
      <translation>显示光谱的斜率；边缘变为峰</translation>
    </message>
    <message>
      <source>Show the whole scene</source>
      <translation>显示整个场景</translation>
    </message>
    <message>
      <source>Show where spectra are unlike all labels, and the map says little</source>
      <translation>显示光谱与所有标注都不相似、地图可信度低的位置</translation>
    </message>
    <message>
      <source>Show where the map agrees with the reference, and where it does not</source>
      <translation>显示地图与参考一致和不一致的位置</translation>
    </message>
    <message>
      <source>Show {0}</source>
      <translation>显示 {0}</translation>
    </message>
    <message>
      <source>shown again</source>
      <translation>重新显示</translation>
    </message>
    <message>
      <source>Shown result</source>
      <translation>显示的结果</translation>
    </message>
    <message>
      <source>side of the square around it, in pixels</source>
      <translation>外围方窗的边长（像元）</translation>
    </message>
    <message>
      <source>side of the square that may hold the anomaly, in pixels</source>
      <translation>可能包含异常的方窗边长（像元）</translation>
    </message>
    <message>
      <source>Similarity of the selected pixel to the classes</source>
      <translation>所选像元与各类别的相似度</translation>
    </message>
    <message>
      <source>Single band</source>
      <translation>单波段</translation>
    </message>
    <message>
      <source>Single pixel</source>
      <translation>单个像素</translation>
    </message>
    <message>
      <source>Size of text</source>
      <translation>文字大小</translation>
    </message>
    <message>
      <source>Skip suggestion</source>
      <translation>跳过建议</translation>
    </message>
    <message>
      <source>Smaller brush</source>
      <translation>减小画笔</translation>
    </message>
    <message>
      <source>Smallest area</source>
      <translation>最小图斑</translation>
    </message>
    <message>
      <source>Smooth the map, leave doubtful pixels out, remove small areas; with a preview</source>
      <translation>平滑地图、剔除存疑像元、去除小图斑；可预览</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>平滑</translation>
    </message>
    <message>
      <source>smoothing {0:g}</source>
      <translation>平滑 {0:g}</translation>
    </message>
    <message>
      <source>So few rounds cannot tell luck from merit for certain; {0} or more can.</source>
      <translation>轮数太少，无法确定差异是否偶然；{0} 轮或更多才可以。</translation>
    </message>
    <message>
      <source>Some labels of {0!r} become a class of their own, with the same description to begin with.</source>
      <translation>{0!r} 的部分标注成为独立的类别，起初使用相同的描述。</translation>
    </message>
    <message>
      <source>Source: {0}</source>
      <translation>来源：{0}</translation>
    </message>
    <message>
      <source>Spectra</source>
      <translation>光谱</translation>
    </message>
    <message>
      <source>Spectra of one library or several, resampled to the scene's bands; those that fit the selected pixel best come first.</source>
      <translation>一个或多个光谱库的光谱，已重采样到场景的波段；与所选像元最匹配的排在最前。</translation>
    </message>
    <message>
      <source>spectra rebuilt from the noise fractions with the most signal</source>
      <translation>由信号最强的噪声分量重建的光谱</translation>
    </message>
    <message>
      <source>Spectral angle</source>
      <translation>光谱角</translation>
    </message>
    <message>
      <source>Spectral angle to the clicked pixel in degrees; also changes the area that was grown last</source>
      <translation>与所点像素的光谱角，以度计；也会改变刚生长的区域</translation>
    </message>
    <message>
      <source>Spectral information divergence</source>
      <translation>光谱信息散度</translation>
    </message>
    <message>
      <source>Spectrum</source>
      <translation>光谱</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>拆分</translation>
    </message>
    <message>
      <source>Split class</source>
      <translation>拆分类别</translation>
    </message>
    <message>
      <source>Split class...</source>
      <translation>拆分类别...</translation>
    </message>
    <message>
      <source>squared Mahalanobis distance from the own cluster of similar pixels</source>
      <translation>到所属相似像元聚类的马氏距离平方</translation>
    </message>
    <message>
      <source>squared Mahalanobis distance from the pixels around</source>
      <translation>到周围像元的马氏距离平方</translation>
    </message>
    <message>
      <source>squared Mahalanobis distance from the whole scene</source>
      <translation>到整个场景的马氏距离平方</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>起始于</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>正在启动</translation>
    </message>
    <message>
      <source>Starting…</source>
      <translation>正在启动…</translation>
    </message>
    <message>
      <source>statistics</source>
      <translation>统计</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop and quit</source>
      <translation>停止并退出</translation>
    </message>
    <message>
      <source>Stop reading</source>
      <translation>停止读取</translation>
    </message>
    <message>
      <source>Stop reading the file; nothing is changed</source>
      <translation>停止读取文件；不作任何更改</translation>
    </message>
    <message>
      <source>Stop the running job</source>
      <translation>停止正在运行的任务</translation>
    </message>
    <message>
      <source>Stop writing ({0} %)</source>
      <translation>停止书写（{0} %）</translation>
    </message>
    <message>
      <source>Stored values are divided by this</source>
      <translation>存储值除以此数</translation>
    </message>
    <message>
      <source>Stretch</source>
      <translation>拉伸</translation>
    </message>
    <message>
      <source>Stretch at the start</source>
      <translation>启动时的拉伸</translation>
    </message>
    <message>
      <source>Suggest no more pixels (U)</source>
      <translation>不再建议像元（U）</translation>
    </message>
    <message>
      <source>Suggest pixels</source>
      <translation>建议像元</translation>
    </message>
    <message>
      <source>Suits a computer without a GPU</source>
      <translation>适合没有 GPU 的计算机</translation>
    </message>
    <message>
      <source>Support vector machine</source>
      <translation>支持向量机</translation>
    </message>
    <message>
      <source>Swipe</source>
      <translation>卷帘</translation>
    </message>
    <message>
      <source>Switch theme</source>
      <translation>切换主题</translation>
    </message>
    <message>
      <source>Table (*.csv);;ENVI spectral library (*.sli);;Picture (*.png);;Drawing (*.svg)</source>
      <translation>表格 (*.csv);;ENVI 光谱库 (*.sli);;图片 (*.png);;矢量图 (*.svg)</translation>
    </message>
    <message>
      <source>Take an ended job off this list, with its map</source>
      <translation>将已结束的任务连同其地图从列表中移除</translation>
    </message>
    <message>
      <source>Take names, colours and descriptions from a class file</source>
      <translation>从类别文件取得名称、颜色和描述</translation>
    </message>
    <message>
      <source>Take the labels of a raster or vector file; can be undone</source>
      <translation>取得栅格或矢量文件中的标注；可撤销</translation>
    </message>
    <message>
      <source>Take the last edit back</source>
      <translation>撤销上一次编辑</translation>
    </message>
    <message>
      <source>Take the spectra of an ENVI library (.sli), for this scene</source>
      <translation>为此场景取用 ENVI 光谱库 (.sli) 的光谱</translation>
    </message>
    <message>
      <source>Take {0} off the map</source>
      <translation>从地图上移除{0}</translation>
    </message>
    <message>
      <source>Take {0} off the map; the file stays</source>
      <translation>将 {0} 从地图上取下；文件保留</translation>
    </message>
    <message>
      <source>Taken back: {0}</source>
      <translation>已撤销：{0}</translation>
    </message>
    <message>
      <source>Tested on half of your labels, held out anew in each round. A reference map tells more.</source>
      <translation>用您的一半标签测试，每轮重新留出。参考图更有说服力。</translation>
    </message>
    <message>
      <source>Tested on the reference map, without the pixels of your labels; each round learns from three quarters of them.</source>
      <translation>用参考图测试，不含您标注的像素；每轮使用其中四分之三的标签训练。</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>Text encoder</source>
      <translation>文本编码器</translation>
    </message>
    <message>
      <source>Texts</source>
      <translation>文本</translation>
    </message>
    <message>
      <source>texture</source>
      <translation>纹理</translation>
    </message>
    <message>
      <source>That one training took above what the program holds anyway</source>
      <translation>一次训练在程序本身占用之外所需的内存</translation>
    </message>
    <message>
      <source>The agreement of the maps is shown now.</source>
      <translation>现在显示各分类图的一致性。</translation>
    </message>
    <message>
      <source>The class that most maps give; bright where all of them do, dark where they differ. More labels help most in the dark.</source>
      <translation>多数分类图给出的类别；全部一致处明亮，不一致处暗。在暗处增加标签最有帮助。</translation>
    </message>
    <message>
      <source>The class's value in label and map files</source>
      <translation>该类别在标注和地图文件中的值</translation>
    </message>
    <message>
      <source>The classes: number key, colour, name, labels. Double-click renames; the sentence below says what the class looks like. A triangle warns of labels that look unlike their class.</source>
      <translation>类别：数字键、颜色、名称、标签数。双击重命名；下方的句子说明类别外观。三角形提示与本类不相似的标签。</translation>
    </message>
    <message>
      <source>The classification result</source>
      <translation>分类结果</translation>
    </message>
    <message>
      <source>The comparison failed</source>
      <translation>比较失败</translation>
    </message>
    <message>
      <source>The digit on the keyboard that chooses the class</source>
      <translation>选择该类别的数字键</translation>
    </message>
    <message>
      <source>the directions in which spectra vary most</source>
      <translation>光谱变化最大的方向</translation>
    </message>
    <message>
      <source>the directions with the most signal in relation to noise</source>
      <translation>信噪比最高的方向</translation>
    </message>
    <message>
      <source>The encoder can tell all texts apart.</source>
      <translation>编码器能够区分所有文本。</translation>
    </message>
    <message>
      <source>The figures will stand in Accuracy.</source>
      <translation>结果将显示在“精度”面板中。</translation>
    </message>
    <message>
      <source>The file can be read again</source>
      <translation>该文件现在可以重新读取</translation>
    </message>
    <message>
      <source>The hyperspectral cube</source>
      <translation>高光谱立方体</translation>
    </message>
    <message>
      <source>The ids look permuted: on average, {0:.0%} of the pixels of an id lie in its class. With the assignment by overlap, it is {1:.0%}.</source>
      <translation>编号似乎被打乱：平均只有 {0:.0%} 的像素位于其编号对应的类别中；按重叠分配后为 {1:.0%}。</translation>
    </message>
    <message>
      <source>The ids of the reference look permuted: on average, {0:.0%} of the pixels of an id lie in its class, and {1:.0%} with another assignment.</source>
      <translation>参考图的编号似乎被打乱：平均只有 {0:.0%} 的像素位于其编号对应的类别中，换一种对应关系则为 {1:.0%}。</translation>
    </message>
    <message>
      <source>The language changes when the program starts again.</source>
      <translation>语言将在下次启动程序时更改。</translation>
    </message>
    <message>
      <source>The map is of {0}, which reads no texts.</source>
      <translation>该图由 {0} 生成，它不读取文本。</translation>
    </message>
    <message>
      <source>The map knows nothing of the chosen class: choose another one.</source>
      <translation>地图中没有所选类别：请选择其他类别。</translation>
    </message>
    <message>
      <source>The map of a run is shown again: {0}, {1}; Jobs lists all</source>
      <translation>已重新显示一次运行的分类图：{0}，{1}；全部见任务列表</translation>
    </message>
    <message>
      <source>The map of the run is kept. Remove the refinement to see it again.</source>
      <translation>运行得到的地图会保留。移除优化即可再次查看。</translation>
    </message>
    <message>
      <source>The map on A4 with legend, scale bar and north arrow, as PDF</source>
      <translation>A4 地图页，含图例、比例尺和指北针，PDF 格式</translation>
    </message>
    <message>
      <source>The map that follows your labels; it is not kept</source>
      <translation>随标注更新的图；不会保存</translation>
    </message>
    <message>
      <source>the patch at the selected pixel</source>
      <translation>所选像素处的标注块</translation>
    </message>
    <message>
      <source>The pixels that you have labelled</source>
      <translation>您标注的像素</translation>
    </message>
    <message>
      <source>The probability of each class, a band each</source>
      <translation>每个类别的概率，各占一个波段</translation>
    </message>
    <message>
      <source>The project is kept in {0} from now on</source>
      <translation>项目今后保存在 {0}</translation>
    </message>
    <message>
      <source>The published settings; wants a GPU</source>
      <translation>已发表的设置；需要 GPU</translation>
    </message>
    <message>
      <source>The reference is loaded. Train a method to see how well its map agrees.</source>
      <translation>参考已加载。训练一种方法，查看其地图吻合的程度。</translation>
    </message>
    <message>
      <source>The reference map, in the colours of the classes.</source>
      <translation>以类别颜色显示的参考图。</translation>
    </message>
    <message>
      <source>The same seed on the same device repeats a run</source>
      <translation>在同一设备上，相同的种子会重现一次运行</translation>
    </message>
    <message>
      <source>The scene has no coordinate system: set it in Scene properties.</source>
      <translation>场景没有坐标系：请在“场景属性”中设置。</translation>
    </message>
    <message>
      <source>The scene has {0:n} labels. The file has another label at {1:n} of these pixels.</source>
      <translation>场景有 {0:n} 个标注。文件在其中 {1:n} 个像素上有不同的标注。</translation>
    </message>
    <message>
      <source>The scene of this project is missing.</source>
      <translation>此项目的场景缺失。</translation>
    </message>
    <message>
      <source>The scene was written to {0}</source>
      <translation>场景已写入 {0}</translation>
    </message>
    <message>
      <source>The scene with the spectra of its edges. Drag turns it, the wheel zooms.</source>
      <translation>带有边缘光谱的场景。拖动旋转，滚轮缩放。</translation>
    </message>
    <message>
      <source>The scene. The wheel zooms, the middle button or space and drag moves. A click selects a pixel or labels it, as the tool in the toolbar says; Ctrl takes labels away while painting.</source>
      <translation>场景。滚轮缩放，按住中键或空格拖动可移动。点击按工具栏中的工具选择或标注像素；绘制时按住 Ctrl 可去除标签。</translation>
    </message>
    <message>
      <source>The score of the predicted class, 0..1, as a GeoTIFF of its own</source>
      <translation>预测类别的得分，0..1，写成单独的 GeoTIFF</translation>
    </message>
    <message>
      <source>the smaller of two groups of like spectra</source>
      <translation>两组相似光谱中较小的一组</translation>
    </message>
    <message>
      <source>The spectrum under the cursor and of the selected pixel. A click in it shows that band on the map; Shift and drag marks bands bad. I pins the selected pixel's spectrum.</source>
      <translation>光标处和所选像素的光谱。点击其中可在地图上显示该波段；按住 Shift 拖动可将波段标为坏波段。I 固定所选像素的光谱。</translation>
    </message>
    <message>
      <source>The stored value that means no value, or: none</source>
      <translation>表示无值的存储值，或填写：none</translation>
    </message>
    <message>
      <source>the three directions in which spectra vary most</source>
      <translation>光谱变化最大的三个方向</translation>
    </message>
    <message>
      <source>the three directions with the least noise (Green 1988)</source>
      <translation>噪声最少的三个方向 (Green 1988)</translation>
    </message>
    <message>
      <source>The trained map is shown; Live is off</source>
      <translation>显示训练得到的图；实时已关闭</translation>
    </message>
    <message>
      <source>the whole scene</source>
      <translation>整个场景</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>Theme of the system</source>
      <translation>跟随系统主题</translation>
    </message>
    <message>
      <source>Theme, size of text, language, wheel, and what a training begins with</source>
      <translation>主题、文字大小、语言、滚轮以及训练的初始设置</translation>
    </message>
    <message>
      <source>There is no folder {0}.</source>
      <translation>没有文件夹 {0}。</translation>
    </message>
    <message>
      <source>there is no other class to merge this one with</source>
      <translation>没有其他类别可与之合并</translation>
    </message>
    <message>
      <source>there is no scene whose spectra could be compared</source>
      <translation>没有可比较光谱的场景</translation>
    </message>
    <message>
      <source>there is no spectrum to export: click a pixel first</source>
      <translation>没有可导出的光谱：请先点击一个像素</translation>
    </message>
    <message>
      <source>These labels were made on another file. Use them on this one?</source>
      <translation>这些标签是在另一个文件上创建的。要用于此文件吗?</translation>
    </message>
    <message>
      <source>These {0} files exist. Do you want to replace them?</source>
      <translation>这 {0} 个文件已存在。要替换它们吗？</translation>
    </message>
    <message>
      <source>They are different: the file's get new ids</source>
      <translation>它们不同：文件的类别取得新编号</translation>
    </message>
    <message>
      <source>They are the same: keep my names</source>
      <translation>它们相同：保留我的名称</translation>
    </message>
    <message>
      <source>They are the same: take the file's names</source>
      <translation>它们相同：采用文件的名称</translation>
    </message>
    <message>
      <source>This file exists. Do you want to replace it?</source>
      <translation>此文件已存在。要替换它吗？</translation>
    </message>
    <message>
      <source>This file has changed since you labelled it. Use your labels on it?</source>
      <translation>自您标注以来,此文件已更改。要在其上使用您的标签吗?</translation>
    </message>
    <message>
      <source>This is the project of another scene. Replace it?</source>
      <translation>这是另一个场景的项目。要替换它吗?</translation>
    </message>
    <message>
      <source>This project is damaged.</source>
      <translation>此项目已损坏。</translation>
    </message>
    <message>
      <source>those that look unlike the class ({0})</source>
      <translation>与类别不相似的标注（{0}）</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>用时</translation>
    </message>
    <message>
      <source>to paste into a table</source>
      <translation>以便粘贴到表格</translation>
    </message>
    <message>
      <source>to save as a file</source>
      <translation>以便保存为文件</translation>
    </message>
    <message>
      <source>took {0}</source>
      <translation>用时 {0}</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>工具</translation>
    </message>
    <message>
      <source>Train</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>Train each chosen method on your labels and compare them</source>
      <translation>用您的标签训练所选的每种方法并进行比较</translation>
    </message>
    <message>
      <source>Train on the labels and classify the whole scene in the background</source>
      <translation>用标注训练，并在后台对整个场景分类</translation>
    </message>
    <message>
      <source>Train several methods on the same labels and see which suits them</source>
      <translation>用相同的标签训练多种方法，看哪种最合适</translation>
    </message>
    <message>
      <source>trained from scratch</source>
      <translation>从头训练</translation>
    </message>
    <message>
      <source>training</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>Training loss</source>
      <translation>训练损失</translation>
    </message>
    <message>
      <source>Trainings of each method; more of them tell luck from merit</source>
      <translation>每种方法的训练次数；次数越多越能排除偶然</translation>
    </message>
    <message>
      <source>Trainings of this scene, also earlier ones: pause, cancel, continue, show the map again, take the settings over, remove.</source>
      <translation>本场景的训练，包括以前的：暂停、取消、继续、再次显示分类图、沿用设置、移除。</translation>
    </message>
    <message>
      <source>Trains on</source>
      <translation>训练设备</translation>
    </message>
    <message>
      <source>Trees on standardised spectra; works without choosing anything.</source>
      <translation>在标准化光谱上的决策树集成；无需任何选择。</translation>
    </message>
    <message>
      <source>Trees with thresholds drawn at random, on all labels each; often ahead of a random forest where labels are few.</source>
      <translation>阈值随机抽取的决策树，每棵使用全部标注；标注少时常优于随机森林。</translation>
    </message>
    <message>
      <source>True colour</source>
      <translation>真彩色</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>Turn the wheel to zoom, drag with the middle button to move. Click a pixel: its spectrum appears below.</source>
      <translation>滚轮缩放，按住中键拖动。点击一个像素：其光谱显示在下方。</translation>
    </message>
    <message>
      <source>Type a part of a command</source>
      <translation>输入命令的一部分</translation>
    </message>
    <message>
      <source>Type or paste one number for each band, such as 400, 410, 420</source>
      <translation>为每个波段输入或粘贴一个数字，例如 400, 410, 420</translation>
    </message>
    <message>
      <source>Unclassified below</source>
      <translation>低于此值不分类</translation>
    </message>
    <message>
      <source>understood as: {0}</source>
      <translation>理解为：{0}</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>单位</translation>
    </message>
    <message>
      <source>Unit of values</source>
      <translation>值的单位</translation>
    </message>
    <message>
      <source>Unit of wavelengths</source>
      <translation>波长单位</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>Unlike anything labelled</source>
      <translation>与所有标注都不相似</translation>
    </message>
    <message>
      <source>Unmix with known endmembers</source>
      <translation>用已知端元解混</translation>
    </message>
    <message>
      <source>Unmix...</source>
      <translation>解混...</translation>
    </message>
    <message>
      <source>Upper left corner</source>
      <translation>左上角</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>使用</translation>
    </message>
    <message>
      <source>Use also</source>
      <translation>同时使用</translation>
    </message>
    <message>
      <source>Use backup</source>
      <translation>使用备份</translation>
    </message>
    <message>
      <source>Use descriptions</source>
      <translation>使用描述</translation>
    </message>
    <message>
      <source>Use its parameters</source>
      <translation>使用其参数</translation>
    </message>
    <message>
      <source>Use my labels</source>
      <translation>使用我的标签</translation>
    </message>
    <message>
      <source>Use on this scene</source>
      <translation>用于此场景</translation>
    </message>
    <message>
      <source>Use the agreement</source>
      <translation>使用一致性结果</translation>
    </message>
    <message>
      <source>Use the map of {0}</source>
      <translation>使用 {0} 的分类图</translation>
    </message>
    <message>
      <source>Use this map</source>
      <translation>使用此分类图</translation>
    </message>
    <message>
      <source>value</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>value </source>
      <translation>数值 </translation>
    </message>
    <message>
      <source>Value of the bands that are shown</source>
      <translation>所显示波段的数值</translation>
    </message>
    <message>
      <source>Value that becomes black</source>
      <translation>变为黑色的值</translation>
    </message>
    <message>
      <source>Value that becomes full brightness</source>
      <translation>变为最亮的值</translation>
    </message>
    <message>
      <source>Values</source>
      <translation>值</translation>
    </message>
    <message>
      <source>Values of the layers over the map, the uppermost first</source>
      <translation>地图上方各图层的值，最上层在前</translation>
    </message>
    <message>
      <source>vapour</source>
      <translation>水汽</translation>
    </message>
    <message>
      <source>Variables</source>
      <translation>变量</translation>
    </message>
    <message>
      <source>Vegetation index (NDVI)</source>
      <translation>植被指数 (NDVI)</translation>
    </message>
    <message>
      <source>Version and environment</source>
      <translation>版本和环境</translation>
    </message>
    <message>
      <source>View</source>
      <translation>视图</translation>
    </message>
    <message>
      <source>Viridis</source>
      <translation>Viridis</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>等待中</translation>
    </message>
    <message>
      <source>Waiting for its turn</source>
      <translation>等待轮到它</translation>
    </message>
    <message>
      <source>waits for the job before it</source>
      <translation>等待前一任务</translation>
    </message>
    <message>
      <source>Wand</source>
      <translation>魔棒</translation>
    </message>
    <message>
      <source>Wand angle</source>
      <translation>魔棒角度</translation>
    </message>
    <message>
      <source>water depth at 1200 nm</source>
      <translation>1200 nm 水吸收深度</translation>
    </message>
    <message>
      <source>water depth at 970 nm</source>
      <translation>970 nm 水吸收深度</translation>
    </message>
    <message>
      <source>Water index (NDWI)</source>
      <translation>水体指数 (NDWI)</translation>
    </message>
    <message>
      <source>wavelength ({0})</source>
      <translation>波长（{0}）</translation>
    </message>
    <message>
      <source>Wavelengths</source>
      <translation>波长</translation>
    </message>
    <message>
      <source>wavelengths unknown</source>
      <translation>波长未知</translation>
    </message>
    <message>
      <source>Wavelengths, one for each band</source>
      <translation>波长，每个波段一个</translation>
    </message>
    <message>
      <source>Weight</source>
      <translation>权重</translation>
    </message>
    <message>
      <source>Weights that training starts from: those of the last pre-training of this scene, or random ones</source>
      <translation>训练起始的权重：此场景最近一次预训练的权重，或随机权重</translation>
    </message>
    <message>
      <source>What differs</source>
      <translation>差异</translation>
    </message>
    <message>
      <source>What is known about the scene</source>
      <translation>场景的已知信息</translation>
    </message>
    <message>
      <source>What is this?</source>
      <translation>这是什么？</translation>
    </message>
    <message>
      <source>What lies over what, and how strongly. Below: the band or the three bands that are shown, brightness, and the histogram, whose two lines say what is black and what is bright.</source>
      <translation>各图层的叠放顺序和强度。下方：所显示的一个或三个波段、亮度以及直方图，其两条线决定黑与亮。</translation>
    </message>
    <message>
      <source>What the class still lacks</source>
      <translation>该类别还缺少什么</translation>
    </message>
    <message>
      <source>What the facts of the pixel say</source>
      <translation>像元特征的说明</translation>
    </message>
    <message>
      <source>What the panel Train begins with, from the next start</source>
      <translation>“训练”面板的初始方法，下次启动后生效</translation>
    </message>
    <message>
      <source>What the stretch is judged by</source>
      <translation>拉伸依据的范围</translation>
    </message>
    <message>
      <source>What turns class descriptions into vectors</source>
      <translation>将类别描述变为向量的模型</translation>
    </message>
    <message>
      <source>What was assumed about the file</source>
      <translation>对文件所作的假定</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>分析结果</translation>
    </message>
    <message>
      <source>What {0!r} looks like</source>
      <translation>{0!r} 的样子</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>滚轮</translation>
    </message>
    <message>
      <source>Where the labels are kept</source>
      <translation>标注保存的位置</translation>
    </message>
    <message>
      <source>Where the map agrees with the reference, and where it does not.</source>
      <translation>地图与参考一致和不一致的位置。</translation>
    </message>
    <message>
      <source>Whether a scene that is opened again shows the map it had</source>
      <translation>再次打开影像时是否显示其原有分类图</translation>
    </message>
    <message>
      <source>Whether automatic limits come from the whole scene or from what is in view</source>
      <translation>自动界限取自整个场景，还是取自可见部分</translation>
    </message>
    <message>
      <source>Which labels</source>
      <translation>哪些标注</translation>
    </message>
    <message>
      <source>Which method suits your labels?</source>
      <translation>哪种方法适合您的标签？</translation>
    </message>
    <message>
      <source>Which values become black and full brightness</source>
      <translation>哪些值变为黑、哪些值变为最亮</translation>
    </message>
    <message>
      <source>Which values become black and full brightness, from the next start</source>
      <translation>哪些值显示为黑色和最亮，下次启动生效</translation>
    </message>
    <message>
      <source>Which way of turning it enlarges the map</source>
      <translation>向哪个方向转动会放大地图</translation>
    </message>
    <message>
      <source>White reference</source>
      <translation>白参考</translation>
    </message>
    <message>
      <source>Whole scene</source>
      <translation>整个场景</translation>
    </message>
    <message>
      <source>Whose limits the handles and the numbers set</source>
      <translation>手柄和数字所设界限属于哪个通道</translation>
    </message>
    <message>
      <source>width of the Gaussian</source>
      <translation>高斯函数的宽度</translation>
    </message>
    <message>
      <source>With two classes and more, their texts are compared here.</source>
      <translation>有两个及以上类别时，在此比较它们的文本。</translation>
    </message>
    <message>
      <source>Without bands {0}.</source>
      <translation>不含波段 {0}。</translation>
    </message>
    <message>
      <source>Without wavelengths there is no true colour, no index and no library search. Type or paste them, or choose the sensor.</source>
      <translation>没有波长就无法显示真彩色、计算指数或搜索光谱库。请输入或粘贴波长，或选择传感器。</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>工作中</translation>
    </message>
    <message>
      <source>Write a formula, or the name of an index.</source>
      <translation>请写出公式或指数名称。</translation>
    </message>
    <message>
      <source>Write descriptions</source>
      <translation>撰写描述</translation>
    </message>
    <message>
      <source>Write labels, classes and their whole history to another file; go on there</source>
      <translation>将标注、类别及其全部历史写入另一文件，并在那里继续</translation>
    </message>
    <message>
      <source>Write names, colours and descriptions to a class file</source>
      <translation>将名称、颜色和描述写入类别文件</translation>
    </message>
    <message>
      <source>Write the class map as GeoTIFF, with its confidence if you like</source>
      <translation>将类别图写成 GeoTIFF，可附置信度</translation>
    </message>
    <message>
      <source>Write the labels with names and colours: raster, GeoPackage or GeoJSON</source>
      <translation>写出带名称和颜色的标注：栅格、GeoPackage 或 GeoJSON</translation>
    </message>
    <message>
      <source>Write the map as it is shown to a PNG file, with a legend</source>
      <translation>将所显示的地图连同图例写成 PNG 文件</translation>
    </message>
    <message>
      <source>Write the properties to a file, for scripts and colleagues</source>
      <translation>将属性写入文件，供脚本和同事使用</translation>
    </message>
    <message>
      <source>Write the scene with its properties as an ENVI file; recordings of laboratory cameras as reflectance</source>
      <translation>将场景及其属性写为 ENVI 文件；实验室相机的采集数据写为反射率</translation>
    </message>
    <message>
      <source>Write the selected, pinned and mean spectra as a table, ENVI library, picture or drawing</source>
      <translation>将所选、固定和平均光谱写成表格、ENVI 光谱库、图片或矢量图</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>撰写</translation>
    </message>
    <message>
      <source>Wrong</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>Wrote 1 file:</source>
      <translation>已写出 1 个文件：</translation>
    </message>
    <message>
      <source>Wrote {0} files:</source>
      <translation>已写出 {0} 个文件：</translation>
    </message>
    <message>
      <source>you</source>
      <translation>您</translation>
    </message>
    <message>
      <source>Your last edits are not on the disk.</source>
      <translation>您最近的编辑尚未写入磁盘。</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>放大</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>缩小</translation>
    </message>
    <message>
      <source>{0!r} and its labels ({1:n}) become part of the class below, which keeps its own description. Undo brings both back.</source>
      <translation>{0!r} 及其标注（{1:n}）将并入下面的类别，后者保留自己的描述。撤销可恢复两者。</translation>
    </message>
    <message>
      <source>{0!r} gets the id {1}.</source>
      <translation>{0!r} 将得到编号 {1}。</translation>
    </message>
    <message>
      <source>{0!r} has fewer than two labels to split</source>
      <translation>{0!r} 的标注少于两个，无法拆分</translation>
    </message>
    <message>
      <source>{0!r} has labels: {1:n}. Undo brings everything back.</source>
      <translation>{0!r} 有标注：{1:n}。撤销可恢复一切。</translation>
    </message>
    <message>
      <source>{0!r} has the id {1}. Its labels and the map follow. A class that has the new id gets the old one. Undo brings everything back.</source>
      <translation>{0!r} 的编号为 {1}。其标注和地图随之更新。若新编号已被其他类别使用，则该类别得到旧编号。撤销可恢复原状。</translation>
    </message>
    <message>
      <source>{0!r} is no band; write numbers and ranges: 1-4, 9</source>
      <translation>{0!r} 不是波段；请填写编号和范围：1-4, 9</translation>
    </message>
    <message>
      <source>{0!r} is not the name of a Hugging Face model; write it as organisation/name</source>
      <translation>{0!r} 不是 Hugging Face 模型名称；请写成 组织/名称</translation>
    </message>
    <message>
      <source>{0!r} needs {1}.</source>
      <translation>{0!r} 需要{1}。</translation>
    </message>
    <message>
      <source>{0!r}: the bands are 1 to {1}</source>
      <translation>{0!r}：波段为 1 到 {1}</translation>
    </message>
    <message>
      <source>{0:.0f} MB</source>
      <translation>{0:.0f} MB</translation>
    </message>
    <message>
      <source>{0:.0f} MB of weights, about {1:.1f} GB of memory, pooling: {2}</source>
      <translation>权重 {0:.0f} MB，约需 {1:.1f} GB 内存，池化方式：{2}</translation>
    </message>
    <message>
      <source>{0:.0f} min</source>
      <translation>{0:.0f} 分钟</translation>
    </message>
    <message>
      <source>{0:.0f} s</source>
      <translation>{0:.0f} 秒</translation>
    </message>
    <message>
      <source>{0:.0f} steps a second</source>
      <translation>每秒 {0:.0f} 步</translation>
    </message>
    <message>
      <source>{0:.1%} of them</source>
      <translation>其中 {0:.1%}</translation>
    </message>
    <message>
      <source>{0:g} pixels</source>
      <translation>{0:g} 像素</translation>
    </message>
    <message>
      <source>{0:g} to {1:g}</source>
      <translation>{0:g} 到 {1:g}</translation>
    </message>
    <message>
      <source>{0}
Double-click to rename</source>
      <translation>{0}
双击重命名</translation>
    </message>
    <message>
      <source>{0} % of the scene is read</source>
      <translation>已读取场景的 {0} %</translation>
    </message>
    <message>
      <source>{0} (bad band)</source>
      <translation>{0}（坏波段）</translation>
    </message>
    <message>
      <source>{0} (now)</source>
      <translation>{0}（当前）</translation>
    </message>
    <message>
      <source>{0} (was {1})</source>
      <translation>{0}（曾为 {1}）</translation>
    </message>
    <message>
      <source>{0} against {1}</source>
      <translation>{0} 对 {1}</translation>
    </message>
    <message>
      <source>{0} and {1} are hardly told apart ({2:.2f}).</source>
      <translation>{0} 与 {1} 几乎无法区分（{2:.2f}）。</translation>
    </message>
    <message>
      <source>{0} and {1} have the same text to the encoder.</source>
      <translation>对编码器而言，{0} 与 {1} 的文本相同。</translation>
    </message>
    <message>
      <source>{0} bad</source>
      <translation>{0} 个坏波段</translation>
    </message>
    <message>
      <source>{0} bad bands</source>
      <translation>{0} 个坏波段</translation>
    </message>
    <message>
      <source>{0} bands</source>
      <translation>{0} 个波段</translation>
    </message>
    <message>
      <source>{0} could not be written; choose another folder or free some space</source>
      <translation>{0} 无法写出；请选择其他文件夹或腾出空间</translation>
    </message>
    <message>
      <source>{0} could not run: {1}.</source>
      <translation>{0} 无法运行：{1}。</translation>
    </message>
    <message>
      <source>{0} h</source>
      <translation>{0} 小时</translation>
    </message>
    <message>
      <source>{0} h {1} min</source>
      <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
      <source>{0} has as many rows and columns as before, but different content. If it is the same scene, processed again, use your labels. You can undo this.</source>
      <translation>{0} 的行数和列数与之前相同,但内容不同。如果是重新处理过的同一场景,请使用您的标签。此操作可以撤销。</translation>
    </message>
    <message>
      <source>{0} has several fields. Which one tells the classes?</source>
      <translation>{0} 有多个字段。哪个字段表示类别？</translation>
    </message>
    <message>
      <source>{0} holds several arrays. Which one?</source>
      <translation>{0} 含有多个数组。选择哪一个？</translation>
    </message>
    <message>
      <source>{0} holds {1} values and does not say which axis is which. Choose the order in which the picture looks right. Labels are kept separately for each order.</source>
      <translation>{0} 含有 {1} 个值，但未说明各轴的含义。请选择图像显示正确的顺序。每种顺序的标签分别保存。</translation>
    </message>
    <message>
      <source>{0} is row {1}, column {2}, outside the scene of {3} x {4} pixels</source>
      <translation>{0} 是第 {1} 行、第 {2} 列，位于 {3} x {4} 像素的场景之外</translation>
    </message>
    <message>
      <source>{0} is {1!r} here and {2!r} in the file</source>
      <translation>{0} 在此处为 {1!r}，在文件中为 {2!r}</translation>
    </message>
    <message>
      <source>{0} jobs have not ended.</source>
      <translation>{0} 个任务尚未结束。</translation>
    </message>
    <message>
      <source>{0} labels</source>
      <translation>{0} 个标注</translation>
    </message>
    <message>
      <source>{0} labels look unlike the class, ringed in the map; press D to go there.</source>
      <translation>{0} 个标注与其类别不相似，已在地图上圈出；按 D 前往。</translation>
    </message>
    <message>
      <source>{0} learns this from these labels already</source>
      <translation>{0} 已在用这些标注进行同样的训练</translation>
    </message>
    <message>
      <source>{0} left</source>
      <translation>剩余 {0}</translation>
    </message>
    <message>
      <source>{0} loss</source>
      <translation>{0}损失</translation>
    </message>
    <message>
      <source>{0} mapped {1:.1%} of {2:n} held-out labels right.</source>
      <translation>{0} 在 {2:n} 个留出标注上的正确率为 {1:.1%}。</translation>
    </message>
    <message>
      <source>{0} mapped {1:.1%} of {2:n} reference pixels right.</source>
      <translation>{0} 在 {2:n} 个参考像元上的正确率为 {1:.1%}。</translation>
    </message>
    <message>
      <source>{0} MB of memory at most</source>
      <translation>最多占用 {0} MB 内存</translation>
    </message>
    <message>
      <source>{0} notices</source>
      <translation>{0} 条提示</translation>
    </message>
    <message>
      <source>{0} of {1} bands are bad</source>
      <translation>{1} 个波段中有 {0} 个坏波段</translation>
    </message>
    <message>
      <source>{0} of {1} bands are bad now; Spectrum, Bad bands changes that</source>
      <translation>现在 {1} 个波段中有 {0} 个坏波段；可在“光谱”菜单的“坏波段”中修改</translation>
    </message>
    <message>
      <source>{0} of {1} classes found in the answer.</source>
      <translation>在回答中找到 {1} 个类别中的 {0} 个。</translation>
    </message>
    <message>
      <source>{0} of {1} reference pixels lie so close to labels that their patches share pixels. This flatters the figures.</source>
      <translation>{1} 个参考像元中有 {0} 个离标注很近，其图块与标注的图块共用像元。这会使精度偏高。</translation>
    </message>
    <message>
      <source>{0} of {1} suggestions are open: press N to go to the next</source>
      <translation>{1} 个建议中还有 {0} 个：按 N 转到下一个</translation>
    </message>
    <message>
      <source>{0} of {1}: press 1-9 to label, S to skip</source>
      <translation>{0}/{1}：按 1-9 标注，按 S 跳过</translation>
    </message>
    <message>
      <source>{0} of {1}: {2}</source>
      <translation>第 {0} 步，共 {1} 步：{2}</translation>
    </message>
    <message>
      <source>{0} pixels</source>
      <translation>{0} 个像素</translation>
    </message>
    <message>
      <source>{0} pixels to visit were written to {1}</source>
      <translation>已将 {0} 个待核查像元写入 {1}</translation>
    </message>
    <message>
      <source>{0} rows x {1} columns, {2} bands</source>
      <translation>{0} 行 x {1} 列，{2} 个波段</translation>
    </message>
    <message>
      <source>{0} sections</source>
      <translation>{0} 个章节</translation>
    </message>
    <message>
      <source>{0} spectra</source>
      <translation>{0} 条光谱</translation>
    </message>
    <message>
      <source>{0} Undo brings everything back.</source>
      <translation>{0} 撤销可恢复一切。</translation>
    </message>
    <message>
      <source>{0} values</source>
      <translation>{0} 个值</translation>
    </message>
    <message>
      <source>{0} x {1} pixels</source>
      <translation>{0} x {1} 像元</translation>
    </message>
    <message>
      <source>{0}. If this is the same scene, processed again, use them: the project belongs to this file from now on.</source>
      <translation>{0}。如果这是重新处理过的同一场景,请使用这些标签:项目今后将属于此文件。</translation>
    </message>
    <message>
      <source>{0}. If you replace it, it stays beside the new one, under another name. Nothing of it is lost.</source>
      <translation>{0}。如果替换,它会以其他名称保留在新项目旁边,不会丢失任何内容。</translation>
    </message>
    <message>
      <source>{0}. Its newest intact backup can take its place; the damaged file is kept beside it.</source>
      <translation>{0}。其最新的完好备份可以取代它；损坏的文件保留在旁边。</translation>
    </message>
    <message>
      <source>{0}. Save the project in another folder before you close it.</source>
      <translation>{0}。请在关闭之前将项目保存到其他文件夹。</translation>
    </message>
    <message>
      <source>{0}. What was read before stays on the screen. The file is tried again every few seconds.</source>
      <translation>{0}。之前读取的内容仍显示在屏幕上。程序每隔几秒会重新尝试读取该文件。</translation>
    </message>
    <message>
      <source>{0}. You can work as usual, but your labels are kept in memory only. Save the project in another folder before you close the window.</source>
      <translation>{0}。您可以照常工作,但标签仅保存在内存中。请在关闭窗口之前将项目保存到其他文件夹。</translation>
    </message>
    <message>
      <source>{0}. Your edits are kept in memory and written as soon as that is possible.</source>
      <translation>{0}。您的编辑保存在内存中，一旦可能便会写入。</translation>
    </message>
    <message>
      <source>{0}. Your settings are not kept when you close the window.</source>
      <translation>{0}。关闭窗口后,您的设置不会保留。</translation>
    </message>
    <message>
      <source>{0}: class ids with colours and names, in the scene's coordinate system; 0 is unclassified. QGIS opens it styled.</source>
      <translation>{0}：场景坐标系中带颜色和名称的类别编号；0 为未分类。QGIS 打开时已带样式。</translation>
    </message>
    <message>
      <source>{0}: confidence, 0 to 1.</source>
      <translation>{0}：置信度，0 到 1。</translation>
    </message>
    <message>
      <source>{0}: done</source>
      <translation>{0}：完成</translation>
    </message>
    <message>
      <source>{0}: loss {1:.4g} at step {2}</source>
      <translation>{0}：第 {2} 步损失 {1:.4g}</translation>
    </message>
    <message>
      <source>{0}: no data</source>
      <translation>{0}：无数据</translation>
    </message>
    <message>
      <source>{0}: this map is shown now, and is listed under Jobs.</source>
      <translation>{0}：现在显示此分类图，并已列在“任务”中。</translation>
    </message>
    <message>
      <source>{0}: {1:.0%} of the labels right</source>
      <translation>{0}：{1:.0%} 的标注正确</translation>
    </message>
    <message>
      <source>{0}: {1} x {2} pixels, {3} bands</source>
      <translation>{0}：{1} x {2} 像元，{3} 个波段</translation>
    </message>
    <message>
      <source>{0}; click it in the chosen row, or press Enter, for another</source>
      <translation>{0}；在选中的行中点击它或按回车键可更换</translation>
    </message>
    <message>
      <source>“{0}” has not ended.</source>
      <translation>“{0}”尚未结束。</translation>
    </message>
  </context>
</TS>
