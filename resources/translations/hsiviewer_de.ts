<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>hsiviewer</name>
    <message>
      <source>
Grey: {0} bands that are marked bad; lines leave them out, and methods do not use them.</source>
      <translation>
Grau: {0} als schlecht markierte Bänder; Linien lassen sie aus, und Verfahren benutzen sie nicht.</translation>
    </message>
    <message>
      <source> (marked bad)</source>
      <translation> (als schlecht markiert)</translation>
    </message>
    <message>
      <source> Class {0}</source>
      <translation> Klasse {0}</translation>
    </message>
    <message>
      <source> px</source>
      <translation> px</translation>
    </message>
    <message>
      <source>0 for smoothing alone</source>
      <translation>0 nur zum Glätten</translation>
    </message>
    <message>
      <source>1 bad band</source>
      <translation>1 schlechtes Band</translation>
    </message>
    <message>
      <source>1 band</source>
      <translation>1 Band</translation>
    </message>
    <message>
      <source>1 label</source>
      <translation>1 Label</translation>
    </message>
    <message>
      <source>1 label looks unlike the class, ringed in the map; press D to go there.</source>
      <translation>1 Label sieht der Klasse nicht ähnlich und ist in der Karte umringt; D führt dorthin.</translation>
    </message>
    <message>
      <source>1 notice</source>
      <translation>1 Hinweis</translation>
    </message>
    <message>
      <source>1 pixel</source>
      <translation>1 Pixel</translation>
    </message>
    <message>
      <source>1 section</source>
      <translation>1 Abschnitt</translation>
    </message>
    <message>
      <source>1 spectrum</source>
      <translation>1 Spektrum</translation>
    </message>
    <message>
      <source>1 value</source>
      <translation>1 Wert</translation>
    </message>
    <message>
      <source>2 standard deviations</source>
      <translation>2 Standardabweichungen</translation>
    </message>
    <message>
      <source>95 % interval. It holds for reference pixels that were drawn at random; neighbours that are alike make it too narrow.</source>
      <translation>95-%-Intervall. Es gilt für zufällig gezogene Referenzpixel; ähnliche Nachbarn machen es zu schmal.</translation>
    </message>
    <message>
      <source>95 % interval: {0} to {1}</source>
      <translation>95-%-Intervall: {0} bis {1}</translation>
    </message>
    <message>
      <source>; and {0} more.</source>
      <translation>; und {0} weitere.</translation>
    </message>
    <message>
      <source>a description: write a sentence below the table</source>
      <translation>eine Beschreibung: schreiben Sie einen Satz unter die Tabelle</translation>
    </message>
    <message>
      <source>A graphics card if there is one, else the processor</source>
      <translation>Eine Grafikkarte, wenn es eine gibt, sonst der Prozessor</translation>
    </message>
    <message>
      <source>A linear model of the classes' probabilities; good with very few labels.</source>
      <translation>Ein lineares Modell der Klassenwahrscheinlichkeiten; gut bei sehr wenigen Labels.</translation>
    </message>
    <message>
      <source>A method, a preset, and Start. Quick suits a computer without a graphics card; More shows every parameter. Training runs in a process of its own.</source>
      <translation>Ein Verfahren, eine Vorgabe und Start. Quick eignet sich für Rechner ohne Grafikkarte; Mehr zeigt jeden Parameter. Das Training läuft in einem eigenen Prozess.</translation>
    </message>
    <message>
      <source>A sentence about material, brightness, texture, height and surroundings; methods guided by text learn from it.</source>
      <translation>Ein Satz über Material, Helligkeit, Textur, Höhe und Umgebung; Verfahren mit Text lernen daraus.</translation>
    </message>
    <message>
      <source>A sentence says what the class looks like. Edit it here, or press Ctrl+Shift+D for a draft and a library.</source>
      <translation>Ein Satz sagt, wie die Klasse aussieht. Ändern Sie ihn hier, oder drücken Sie Strg+Umschalt+D für einen Entwurf und eine Bibliothek.</translation>
    </message>
    <message>
      <source>A text encoder that trains from scratch knows no texts before a training; choose another one to compare them.</source>
      <translation>Ein Text-Encoder, der von Grund auf trainiert wird, kennt vor einem Training keine Texte; wählen Sie zum Vergleichen einen anderen.</translation>
    </message>
    <message>
      <source>About</source>
      <translation>Über</translation>
    </message>
    <message>
      <source>About hsiviewer</source>
      <translation>Über hsiviewer</translation>
    </message>
    <message>
      <source>About {0:.0f} MB of memory</source>
      <translation>Etwa {0:.0f} MB Speicher</translation>
    </message>
    <message>
      <source>above {0:g}</source>
      <translation>ab {0:g}</translation>
    </message>
    <message>
      <source>abundance of each endmember, 0 to 1 and together 1, and the residual</source>
      <translation>Anteil jedes Endmembers, 0 bis 1 und zusammen 1, und der Rest</translation>
    </message>
    <message>
      <source>abundance of each target against the background of the scene, about 0 to 1</source>
      <translation>Anteil jedes Ziels vor dem Hintergrund der Szene, etwa 0 bis 1</translation>
    </message>
    <message>
      <source>abundances of the endmembers that vertex component analysis finds</source>
      <translation>Anteile der Endmember, die die Vertex Component Analysis findet</translation>
    </message>
    <message>
      <source>abundances of the pixels that span the largest simplex</source>
      <translation>Anteile der Pixel, die den größten Simplex aufspannen</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Accurate</source>
      <translation>Genau</translation>
    </message>
    <message>
      <source>Adaptive cosine estimator (ACE)</source>
      <translation>Adaptiver Kosinusschätzer (ACE)</translation>
    </message>
    <message>
      <source>Add a class first (Ctrl+N), then press its number</source>
      <translation>Legen Sie erst eine Klasse an (Strg+N), dann drücken Sie ihre Nummer</translation>
    </message>
    <message>
      <source>Add a class with the next free id; number keys choose classes</source>
      <translation>Eine Klasse mit der nächsten freien Nummer hinzufügen; Zifferntasten wählen Klassen</translation>
    </message>
    <message>
      <source>Add a surface model or another raster that methods may use beside the cube</source>
      <translation>Ein Oberflächenmodell oder ein anderes Raster hinzufügen, das Verfahren neben dem Würfel benutzen</translation>
    </message>
    <message>
      <source>Add auxiliary raster</source>
      <translation>Zusatzraster hinzufügen</translation>
    </message>
    <message>
      <source>Add auxiliary raster...</source>
      <translation>Zusatzraster hinzufügen...</translation>
    </message>
    <message>
      <source>Add bookmark</source>
      <translation>Lesezeichen hinzufügen</translation>
    </message>
    <message>
      <source>Add bookmark...</source>
      <translation>Lesezeichen hinzufügen...</translation>
    </message>
    <message>
      <source>Add class</source>
      <translation>Klasse hinzufügen</translation>
    </message>
    <message>
      <source>Add layer</source>
      <translation>Ebene hinzufügen</translation>
    </message>
    <message>
      <source>Add layer...</source>
      <translation>Ebene hinzufügen...</translation>
    </message>
    <message>
      <source>Add one for everything that the map should tell apart, such as roof, road or meadow. Then click a few pixels of each.</source>
      <translation>Fügen Sie eine für alles hinzu, was die Karte unterscheiden soll, etwa Dach, Straße oder Wiese. Klicken Sie dann je einige Pixel an.</translation>
    </message>
    <message>
      <source>Add what the map shows as classes, and use it as the map</source>
      <translation>Was die Karte zeigt, als Klassen hinzufügen und als Karte verwenden</translation>
    </message>
    <message>
      <source>Affine transform</source>
      <translation>Affine Transformation</translation>
    </message>
    <message>
      <source>After a training, the selected pixel is compared with each text.</source>
      <translation>Nach einem Training wird das gewählte Pixel mit jedem Text verglichen.</translation>
    </message>
    <message>
      <source>Agreement
{0:.0%} alike</source>
      <translation>Übereinstimmung
{0:.0%} gleich</translation>
    </message>
    <message>
      <source>Agriculture</source>
      <translation>Landwirtschaft</translation>
    </message>
    <message>
      <source>Aligns labelled patches with the classes' descriptions in a frozen text embedder, against the wrong classes that are nearest and some others.</source>
      <translation>Richtet beschriftete Ausschnitte an den Beschreibungen der Klassen in einem festen Text-Encoder aus, gegen die nächsten falschen Klassen und einige andere.</translation>
    </message>
    <message>
      <source>All classes with labels</source>
      <translation>Alle Klassen mit Labels</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <translation>Alle Dateien (*)</translation>
    </message>
    <message>
      <source>all of them</source>
      <translation>alle</translation>
    </message>
    <message>
      <source>all {0} rasters</source>
      <translation>alle {0} Raster</translation>
    </message>
    <message>
      <source>Also write a page</source>
      <translation>Auch eine Seite schreiben</translation>
    </message>
    <message>
      <source>Also write a report</source>
      <translation>Auch einen Bericht schreiben</translation>
    </message>
    <message>
      <source>Also write a table of areas</source>
      <translation>Auch eine Flächentabelle schreiben</translation>
    </message>
    <message>
      <source>Also write polygons</source>
      <translation>Auch Polygone schreiben</translation>
    </message>
    <message>
      <source>Also write the confidence</source>
      <translation>Auch die Konfidenz schreiben</translation>
    </message>
    <message>
      <source>Also write the probabilities</source>
      <translation>Auch die Wahrscheinlichkeiten schreiben</translation>
    </message>
    <message>
      <source>Analyse</source>
      <translation>Analysieren</translation>
    </message>
    <message>
      <source>Analyse scene</source>
      <translation>Szene analysieren</translation>
    </message>
    <message>
      <source>Analysis</source>
      <translation>Analyse</translation>
    </message>
    <message>
      <source>and {0} more</source>
      <translation>und {0} weitere</translation>
    </message>
    <message>
      <source>Angle</source>
      <translation>Winkel</translation>
    </message>
    <message>
      <source>angle in radians beyond which a pixel stays empty; 0 for none</source>
      <translation>Winkel im Bogenmaß, ab dem ein Pixel leer bleibt; 0 für keinen</translation>
    </message>
    <message>
      <source>angle to each target in radians; small where a pixel has its shape</source>
      <translation>Winkel zu jedem Ziel im Bogenmaß; klein, wo ein Pixel dessen Form hat</translation>
    </message>
    <message>
      <source>Anomalies among clusters (cluster RX)</source>
      <translation>Anomalien in Clustern (Cluster-RX)</translation>
    </message>
    <message>
      <source>Anomalies in the scene (RX)</source>
      <translation>Anomalien in der Szene (RX)</translation>
    </message>
    <message>
      <source>Anomalies in their surroundings (local RX)</source>
      <translation>Anomalien in ihrer Umgebung (lokales RX)</translation>
    </message>
    <message>
      <source>answer of the filter of least energy that gives 1 for the target</source>
      <translation>Antwort des Filters mit der kleinsten Energie, das für das Ziel 1 ergibt</translation>
    </message>
    <message>
      <source>Answer of the language model</source>
      <translation>Antwort des Sprachmodells</translation>
    </message>
    <message>
      <source>any formula of bands, or a published index by its name</source>
      <translation>jede Formel aus Bändern, oder ein veröffentlichter Index mit seinem Namen</translation>
    </message>
    <message>
      <source>apply</source>
      <translation>Anwenden</translation>
    </message>
    <message>
      <source>Apply model...</source>
      <translation>Modell anwenden...</translation>
    </message>
    <message>
      <source>are given to the class below</source>
      <translation>bekommt die Klasse unten</translation>
    </message>
    <message>
      <source>Area</source>
      <translation>Fläche</translation>
    </message>
    <message>
      <source>Area corrected by the reference, with half of its 95 % interval (Olofsson and others 2014). It holds if the reference pixels were drawn at random within the classes of the map.</source>
      <translation>Durch die Referenz korrigierte Fläche mit der halben Breite ihres 95-%-Intervalls (Olofsson und andere 2014). Sie gilt, wenn die Referenzpixel innerhalb der Klassen der Karte zufällig gezogen wurden.</translation>
    </message>
    <message>
      <source>Area erased</source>
      <translation>Fläche gelöscht</translation>
    </message>
    <message>
      <source>Areas</source>
      <translation>Flächen</translation>
    </message>
    <message>
      <source>areas from {0} pixels</source>
      <translation>Flächen ab {0} Pixeln</translation>
    </message>
    <message>
      <source>Areas of fewer pixels get the class that surrounds them most.</source>
      <translation>Flächen mit weniger Pixeln erhalten die Klasse, die sie am meisten umgibt.</translation>
    </message>
    <message>
      <source>Areas of one class as GeoPackage, with their size in hectares and a style</source>
      <translation>Flächen je einer Klasse als GeoPackage, mit Größe in Hektar und Stil</translation>
    </message>
    <message>
      <source>Areas of the classes</source>
      <translation>Flächen der Klassen</translation>
    </message>
    <message>
      <source>Arrange the file so that programs read parts of it over the web</source>
      <translation>Ordnet die Datei so an, dass Programme Teile davon über das Netz lesen</translation>
    </message>
    <message>
      <source>As in the file</source>
      <translation>Wie in der Datei</translation>
    </message>
    <message>
      <source>As many as needed</source>
      <translation>So viele wie nötig</translation>
    </message>
    <message>
      <source>As measured</source>
      <translation>Wie gemessen</translation>
    </message>
    <message>
      <source>as the desktop</source>
      <translation>wie der Desktop</translation>
    </message>
    <message>
      <source>as the eye would see the scene</source>
      <translation>wie das Auge die Szene sähe</translation>
    </message>
    <message>
      <source>As the file proposes</source>
      <translation>Wie die Datei vorschlägt</translation>
    </message>
    <message>
      <source>as the system</source>
      <translation>wie das System</translation>
    </message>
    <message>
      <source>as {0!r}</source>
      <translation>als {0!r}</translation>
    </message>
    <message>
      <source>Ask a language model...</source>
      <translation>Sprachmodell fragen...</translation>
    </message>
    <message>
      <source>Assign by overlap</source>
      <translation>Nach Überlappung zuordnen</translation>
    </message>
    <message>
      <source>At least {0:g}</source>
      <translation>Mindestens {0:g}</translation>
    </message>
    <message>
      <source>At most {0:g}</source>
      <translation>Höchstens {0:g}</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>automatic</source>
      <translation>automatisch</translation>
    </message>
    <message>
      <source>Automatic takes a graphics card if there is one; from the next start</source>
      <translation>Automatisch nimmt eine Grafikkarte, wenn es eine gibt; ab dem nächsten Start</translation>
    </message>
    <message>
      <source>Auxiliary rasters</source>
      <translation>Zusatzraster</translation>
    </message>
    <message>
      <source>Average a square of 25 pixels</source>
      <translation>Ein Quadrat von 25 Pixeln mitteln</translation>
    </message>
    <message>
      <source>Average accuracy</source>
      <translation>Mittlere Genauigkeit</translation>
    </message>
    <message>
      <source>Average accuracy: mean of the classes' recalls</source>
      <translation>Mittlere Genauigkeit: Mittel der Trefferquoten der Klassen</translation>
    </message>
    <message>
      <source>Average accuracy: mean of the classes' recalls; small classes count fully</source>
      <translation>Mittlere Genauigkeit: Mittel der Trefferquoten der Klassen; kleine Klassen zählen voll</translation>
    </message>
    <message>
      <source>Average the pixel with its neighbours; less noise</source>
      <translation>Das Pixel mit seinen Nachbarn mitteln; weniger Rauschen</translation>
    </message>
    <message>
      <source>Axis in micrometres</source>
      <translation>Achse in Mikrometern</translation>
    </message>
    <message>
      <source>b800 is the band nearest to 800 nm, band(12) the twelfth, mean(1640:1660) the mean of a range; or the name of an index, such as NDVI</source>
      <translation>b800 ist das Band am nächsten bei 800 nm, band(12) das zwölfte, mean(1640:1660) das Mittel eines Bereichs; oder der Name eines Index wie NDVI</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>backward enlarges</source>
      <translation>rückwärts vergrößert</translation>
    </message>
    <message>
      <source>Bad bands</source>
      <translation>Schlechte Bänder</translation>
    </message>
    <message>
      <source>Bad bands are not learned from and leave gaps in spectra. In the plot of a spectrum, Shift and drag marks bands as well.</source>
      <translation>Aus schlechten Bändern wird nicht gelernt, und in Spektren sind sie Lücken. Auch Ziehen mit der Umschalttaste im Spektrum markiert Bänder.</translation>
    </message>
    <message>
      <source>Bad bands...</source>
      <translation>Schlechte Bänder...</translation>
    </message>
    <message>
      <source>Band</source>
      <translation>Band</translation>
    </message>
    <message>
      <source>band</source>
      <translation>Band</translation>
    </message>
    <message>
      <source>Band ratio</source>
      <translation>Bandverhältnis</translation>
    </message>
    <message>
      <source>Band ratio...</source>
      <translation>Bandverhältnis...</translation>
    </message>
    <message>
      <source>Band shown as {0}</source>
      <translation>Als {0} gezeigtes Band</translation>
    </message>
    <message>
      <source>Band shown as {0}, counted from 1</source>
      <translation>Als {0} gezeigtes Band, von 1 gezählt</translation>
    </message>
    <message>
      <source>Band widths (FWHM)</source>
      <translation>Bandbreiten (FWHM)</translation>
    </message>
    <message>
      <source>Band {0}</source>
      <translation>Band {0}</translation>
    </message>
    <message>
      <source>band {0}</source>
      <translation>Band {0}</translation>
    </message>
    <message>
      <source>Bands</source>
      <translation>Bänder</translation>
    </message>
    <message>
      <source>bands</source>
      <translation>Bänder</translation>
    </message>
    <message>
      <source>Bands shown as red, green and blue, chosen by wavelength</source>
      <translation>Als Rot, Grün und Blau gezeigte Bänder, nach Wellenlänge gewählt</translation>
    </message>
    <message>
      <source>Be light or dark as the desktop is, and change with it</source>
      <translation>Hell oder dunkel sein wie der Desktop und mit ihm wechseln</translation>
    </message>
    <message>
      <source>Begun</source>
      <translation>Begonnen</translation>
    </message>
    <message>
      <source>Behind the best</source>
      <translation>Hinter der besten</translation>
    </message>
    <message>
      <source>Beside it: {0}.</source>
      <translation>Daneben: {0}.</translation>
    </message>
    <message>
      <source>Best matches in the library</source>
      <translation>Beste Treffer in der Bibliothek</translation>
    </message>
    <message>
      <source>Best spectrum of a library, by absorptions</source>
      <translation>Bestes Spektrum einer Bibliothek, nach Absorptionen</translation>
    </message>
    <message>
      <source>Best spectrum of a library, by angle</source>
      <translation>Bestes Spektrum einer Bibliothek, nach Winkel</translation>
    </message>
    <message>
      <source>Blue</source>
      <translation>Blau</translation>
    </message>
    <message>
      <source>Blue to red</source>
      <translation>Blau bis Rot</translation>
    </message>
    <message>
      <source>blueness</source>
      <translation>Blauanteil</translation>
    </message>
    <message>
      <source>Bookmarks</source>
      <translation>Lesezeichen</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>Helligkeit</translation>
    </message>
    <message>
      <source>brightness in the near infrared</source>
      <translation>Helligkeit im nahen Infrarot</translation>
    </message>
    <message>
      <source>brightness in the visible</source>
      <translation>Helligkeit im Sichtbaren</translation>
    </message>
    <message>
      <source>brightness near 1650 nm</source>
      <translation>Helligkeit bei 1650 nm</translation>
    </message>
    <message>
      <source>brightness near 2200 nm</source>
      <translation>Helligkeit bei 2200 nm</translation>
    </message>
    <message>
      <source>Brightness of dark parts</source>
      <translation>Helligkeit dunkler Stellen</translation>
    </message>
    <message>
      <source>Brings the probabilities of neighbours that look alike together. Edges of the scene stay.</source>
      <translation>Gleicht die Wahrscheinlichkeiten ähnlicher Nachbarn an. Kanten der Szene bleiben.</translation>
    </message>
    <message>
      <source>Browse…</source>
      <translation>Durchsuchen…</translation>
    </message>
    <message>
      <source>Brush</source>
      <translation>Pinsel</translation>
    </message>
    <message>
      <source>Brush size</source>
      <translation>Pinselgröße</translation>
    </message>
    <message>
      <source>Burn ratio (NBR)</source>
      <translation>Brandindex (NBR)</translation>
    </message>
    <message>
      <source>burnt land dark (Key and Benson 2006)</source>
      <translation>verbranntes Land dunkel (Key und Benson 2006)</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Nach</translation>
    </message>
    <message>
      <source>By the reference</source>
      <translation>Nach der Referenz</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>abgebrochen</translation>
    </message>
    <message>
      <source>cancelling</source>
      <translation>wird abgebrochen</translation>
    </message>
    <message>
      <source>Cancelling…</source>
      <translation>Wird abgebrochen…</translation>
    </message>
    <message>
      <source>carbonate</source>
      <translation>Karbonat</translation>
    </message>
    <message>
      <source>carbonate depth at 2330 nm</source>
      <translation>Karbonattiefe bei 2330 nm</translation>
    </message>
    <message>
      <source>cellulose</source>
      <translation>Zellulose</translation>
    </message>
    <message>
      <source>cellulose and lignin depth at 2100 nm</source>
      <translation>Zellulose- und Lignintiefe bei 2100 nm</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Ändern</translation>
    </message>
    <message>
      <source>Change axes</source>
      <translation>Achsen ändern</translation>
    </message>
    <message>
      <source>Change axes...</source>
      <translation>Achsen ändern...</translation>
    </message>
    <message>
      <source>Change between light and dark</source>
      <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
      <source>Change class id</source>
      <translation>Klassen-ID ändern</translation>
    </message>
    <message>
      <source>Change class id...</source>
      <translation>Klassen-ID ändern...</translation>
    </message>
    <message>
      <source>Channel of the limits</source>
      <translation>Kanal der Grenzen</translation>
    </message>
    <message>
      <source>chlorophyll</source>
      <translation>Chlorophyll</translation>
    </message>
    <message>
      <source>chlorophyll depth</source>
      <translation>Chlorophylltiefe</translation>
    </message>
    <message>
      <source>Choose a class here, press P for the point tool, and click a few pixels of it on the map. Ctrl+Z takes a click back.</source>
      <translation>Wählen Sie hier eine Klasse, drücken Sie P für das Punktwerkzeug und klicken Sie auf der Karte einige ihrer Pixel an. Strg+Z nimmt einen Klick zurück.</translation>
    </message>
    <message>
      <source>Choose a class to describe it</source>
      <translation>Wählen Sie eine Klasse, um sie zu beschreiben</translation>
    </message>
    <message>
      <source>Choose a description: drafted from the labels, or from a library</source>
      <translation>Eine Beschreibung wählen: aus den Labels entworfen oder aus einer Bibliothek</translation>
    </message>
    <message>
      <source>Choose a field</source>
      <translation>Feld wählen</translation>
    </message>
    <message>
      <source>Choose a file.</source>
      <translation>Wählen Sie eine Datei.</translation>
    </message>
    <message>
      <source>Choose a variable</source>
      <translation>Variable wählen</translation>
    </message>
    <message>
      <source>Choose another name...</source>
      <translation>Anderen Namen wählen...</translation>
    </message>
    <message>
      <source>Choose at least two methods.</source>
      <translation>Wählen Sie mindestens zwei Verfahren.</translation>
    </message>
    <message>
      <source>Choose methods and press Compare: each is trained on the same labels and tested on the same pixels.</source>
      <translation>Wählen Sie Verfahren und drücken Sie Vergleichen: Jedes lernt aus denselben Markierungen und wird an denselben Pixeln geprüft.</translation>
    </message>
    <message>
      <source>Choose spectra.</source>
      <translation>Wählen Sie Spektren.</translation>
    </message>
    <message>
      <source>Choose the class that each id of {0} stands for. Ids that are left out count as no label.</source>
      <translation>Wählen Sie die Klasse, für die jede ID in {0} steht. Ausgelassene IDs zählen als Pixel ohne Label.</translation>
    </message>
    <message>
      <source>Choose what a first start has</source>
      <translation>Wählen, was ein erster Start hat</translation>
    </message>
    <message>
      <source>Choose which axis of the file holds rows, columns and bands</source>
      <translation>Wählen, welche Achse der Datei Zeilen, Spalten und Bänder enthält</translation>
    </message>
    <message>
      <source>Choose which class each id of the reference map stands for</source>
      <translation>Wählen, für welche Klasse jede ID der Referenzkarte steht</translation>
    </message>
    <message>
      <source>Choose...</source>
      <translation>Wählen...</translation>
    </message>
    <message>
      <source>Chosen cell: {0}</source>
      <translation>Gewählte Zelle: {0}</translation>
    </message>
    <message>
      <source>Cividis</source>
      <translation>Cividis</translation>
    </message>
    <message>
      <source>Class</source>
      <translation>Klasse</translation>
    </message>
    <message>
      <source>Class files (*.toml)</source>
      <translation>Klassendateien (*.toml)</translation>
    </message>
    <message>
      <source>Class map</source>
      <translation>Klassenkarte</translation>
    </message>
    <message>
      <source>Class means</source>
      <translation>Klassenmittel</translation>
    </message>
    <message>
      <source>Class that gets the labels</source>
      <translation>Klasse, die die Labels bekommt</translation>
    </message>
    <message>
      <source>Classes</source>
      <translation>Klassen</translation>
    </message>
    <message>
      <source>Classes of the same id, when joining</source>
      <translation>Klassen gleicher Nummer beim Verbinden</translation>
    </message>
    <message>
      <source>Classify the scene with a model that was saved earlier</source>
      <translation>Die Szene mit einem früher gespeicherten Modell klassifizieren</translation>
    </message>
    <message>
      <source>Classify what is in view after every stroke; a preview that is not kept</source>
      <translation>Den sichtbaren Ausschnitt nach jedem Strich neu klassifizieren; eine Vorschau, die nicht gespeichert wird</translation>
    </message>
    <message>
      <source>clay</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>clay and water: 1650 over 2200 nm</source>
      <translation>Ton und Wasser: 1650 zu 2200 nm</translation>
    </message>
    <message>
      <source>clay depth at 2200 nm</source>
      <translation>Tontiefe bei 2200 nm</translation>
    </message>
    <message>
      <source>Clay ratio</source>
      <translation>Tonverhältnis</translation>
    </message>
    <message>
      <source>clays and micas bright, by Al-OH near 2200 nm</source>
      <translation>Tone und Glimmer hell, durch Al-OH bei 2200 nm</translation>
    </message>
    <message>
      <source>clays, carbonates and altered rock</source>
      <translation>Tone, Karbonate und verändertes Gestein</translation>
    </message>
    <message>
      <source>Clear pins</source>
      <translation>Pins entfernen</translation>
    </message>
    <message>
      <source>Click a panel afterwards to read what it is for</source>
      <translation>Danach ein Feld anklicken, um zu lesen, wozu es da ist</translation>
    </message>
    <message>
      <source>Click a pixel that has values to compare it with the library.</source>
      <translation>Klicken Sie ein Pixel mit Werten an, um es mit der Bibliothek zu vergleichen.</translation>
    </message>
    <message>
      <source>Click a pixel to compare it with the texts.</source>
      <translation>Klicken Sie auf ein Pixel, um es mit den Texten zu vergleichen.</translation>
    </message>
    <message>
      <source>Click a pixel to see its spectrum</source>
      <translation>Ein Pixel anklicken, um sein Spektrum zu sehen</translation>
    </message>
    <message>
      <source>Click corners, double-click or Enter to close; Backspace takes one back, Ctrl erases</source>
      <translation>Ecken anklicken, Doppelklick oder Enter schließt; Rücktaste nimmt eine zurück, Strg löscht</translation>
    </message>
    <message>
      <source>Click single pixels to give them the current class</source>
      <translation>Einzelne Pixel anklicken, um ihnen die aktuelle Klasse zu geben</translation>
    </message>
    <message>
      <source>Click the pixel whose spectrum is to be found.</source>
      <translation>Klicken Sie auf das Pixel, dessen Spektrum gesucht wird.</translation>
    </message>
    <message>
      <source>Click: show this band. Wheel: zoom. Double-click: show all bands. Shift and drag: mark bands bad, or good again.</source>
      <translation>Klick: dieses Band zeigen. Rad: zoomen. Doppelklick: alle Bänder zeigen. Umschalt und Ziehen: Bänder als schlecht markieren oder wieder als gut.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close all libraries</source>
      <translation>Alle Bibliotheken schließen</translation>
    </message>
    <message>
      <source>Close library</source>
      <translation>Bibliothek schließen</translation>
    </message>
    <message>
      <source>Close scene</source>
      <translation>Szene schließen</translation>
    </message>
    <message>
      <source>Close the scene. Your labels and results are kept.</source>
      <translation>Szene schließen. Labels und Ergebnisse bleiben erhalten.</translation>
    </message>
    <message>
      <source>Close the window</source>
      <translation>Das Fenster schließen</translation>
    </message>
    <message>
      <source>Cloud-optimised (COG)</source>
      <translation>Für die Cloud optimiert (COG)</translation>
    </message>
    <message>
      <source>clusters</source>
      <translation>Cluster</translation>
    </message>
    <message>
      <source>Clusters (Gaussian mixture)</source>
      <translation>Cluster (Gauß-Mischung)</translation>
    </message>
    <message>
      <source>Clusters (k-means)</source>
      <translation>Cluster (k-Means)</translation>
    </message>
    <message>
      <source>Cohen's kappa</source>
      <translation>Cohens Kappa</translation>
    </message>
    <message>
      <source>Cohen's kappa: agreement beyond what chance would give</source>
      <translation>Cohens Kappa: Übereinstimmung über den Zufall hinaus</translation>
    </message>
    <message>
      <source>Colour infrared</source>
      <translation>Farbinfrarot</translation>
    </message>
    <message>
      <source>Colour of {0!r}</source>
      <translation>Farbe von {0!r}</translation>
    </message>
    <message>
      <source>Colour of {0}: {1}</source>
      <translation>Farbe von {0}: {1}</translation>
    </message>
    <message>
      <source>Colour...</source>
      <translation>Farbe...</translation>
    </message>
    <message>
      <source>Colour; click that of the chosen class for another</source>
      <translation>Farbe; die der gewählten Klasse anklicken für eine andere</translation>
    </message>
    <message>
      <source>Colours of single bands</source>
      <translation>Farben einzelner Bänder</translation>
    </message>
    <message>
      <source>Colours of the confidence, from 0 to 1</source>
      <translation>Farben der Sicherheit, von 0 bis 1</translation>
    </message>
    <message>
      <source>Colours of the window</source>
      <translation>Farben des Fensters</translation>
    </message>
    <message>
      <source>Colours of {0}</source>
      <translation>Farben von {0}</translation>
    </message>
    <message>
      <source>columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>Befehle</translation>
    </message>
    <message>
      <source>Commands that fit</source>
      <translation>Passende Befehle</translation>
    </message>
    <message>
      <source>Commands...</source>
      <translation>Befehle...</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Compare methods</source>
      <translation>Verfahren vergleichen</translation>
    </message>
    <message>
      <source>Compare runs</source>
      <translation>Läufe vergleichen</translation>
    </message>
    <message>
      <source>Compare runs...</source>
      <translation>Läufe vergleichen...</translation>
    </message>
    <message>
      <source>Compare texts</source>
      <translation>Texte vergleichen</translation>
    </message>
    <message>
      <source>Compare the result with a ground truth; labelled pixels are left out</source>
      <translation>Das Ergebnis mit einer Referenz vergleichen; gelabelte Pixel bleiben außen vor</translation>
    </message>
    <message>
      <source>Compare the selected pixel with the spectra of one library or several: ENVI, ASD, SVC, SED, ECOSTRESS, USGS, tables</source>
      <translation>Das gewählte Pixel mit den Spektren einer oder mehrerer Bibliotheken vergleichen: ENVI, ASD, SVC, SED, ECOSTRESS, USGS, Tabellen</translation>
    </message>
    <message>
      <source>Composite</source>
      <translation>Komposit</translation>
    </message>
    <message>
      <source>Composite of </source>
      <translation>Komposit aus </translation>
    </message>
    <message>
      <source>Compute a formula of bands, or a published index such as NDVI</source>
      <translation>Eine Formel aus Bändern oder einen veröffentlichten Index wie NDVI berechnen</translation>
    </message>
    <message>
      <source>Compute a formula or an index...</source>
      <translation>Formel oder Index berechnen...</translation>
    </message>
    <message>
      <source>Compute principal components, noise fractions or independent components</source>
      <translation>Hauptkomponenten, Rauschanteile oder unabhängige Komponenten berechnen</translation>
    </message>
    <message>
      <source>computed from the scene</source>
      <translation>aus der Szene berechnet</translation>
    </message>
    <message>
      <source>Confidence</source>
      <translation>Konfidenz</translation>
    </message>
    <message>
      <source>Confusion matrix</source>
      <translation>Konfusionsmatrix</translation>
    </message>
    <message>
      <source>Confusion matrix: rows are the reference, columns the map</source>
      <translation>Konfusionsmatrix: Zeilen sind die Referenz, Spalten die Karte</translation>
    </message>
    <message>
      <source>Confusion matrix: rows reference, columns map</source>
      <translation>Konfusionsmatrix: Zeilen Referenz, Spalten Karte</translation>
    </message>
    <message>
      <source>Constrained energy minimisation (CEM)</source>
      <translation>Energieminimierung mit Nebenbedingung (CEM)</translation>
    </message>
    <message>
      <source>Contents of the guide</source>
      <translation>Inhalt des Handbuchs</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Continuum removed</source>
      <translation>Kontinuum entfernt</translation>
    </message>
    <message>
      <source>continuum removed</source>
      <translation>Kontinuum entfernt</translation>
    </message>
    <message>
      <source>ContrastDM</source>
      <translation>ContrastDM</translation>
    </message>
    <message>
      <source>Coordinate reference system</source>
      <translation>Koordinatenreferenzsystem</translation>
    </message>
    <message>
      <source>Coordinate system</source>
      <translation>Koordinatensystem</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Kopiert</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Copy all areas, to paste into a table</source>
      <translation>Kopiert alle Flächen zum Einfügen in eine Tabelle</translation>
    </message>
    <message>
      <source>Copy all figures, {0}</source>
      <translation>Alle Zahlen kopieren, {0}</translation>
    </message>
    <message>
      <source>Copy an instruction for a language model, and take its descriptions back</source>
      <translation>Eine Anweisung für ein Sprachmodell kopieren und dessen Beschreibungen übernehmen</translation>
    </message>
    <message>
      <source>Copy areas</source>
      <translation>Flächen kopieren</translation>
    </message>
    <message>
      <source>Copy as CSV</source>
      <translation>Als CSV kopieren</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>Copy path</source>
      <translation>Pfad kopieren</translation>
    </message>
    <message>
      <source>Copy picture</source>
      <translation>Bild kopieren</translation>
    </message>
    <message>
      <source>Copy project and rasters into a new folder that can be handed on</source>
      <translation>Projekt und Raster in einen neuen Ordner kopieren, der sich weitergeben lässt</translation>
    </message>
    <message>
      <source>Copy project with data</source>
      <translation>Projekt mit Daten kopieren</translation>
    </message>
    <message>
      <source>Copy this into a language model of your choice; nothing is sent from here.</source>
      <translation>Kopieren Sie dies in ein Sprachmodell Ihrer Wahl; von hier wird nichts gesendet.</translation>
    </message>
    <message>
      <source>Copy versions</source>
      <translation>Versionen kopieren</translation>
    </message>
    <message>
      <source>copying</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Cosine</source>
      <translation>Kosinus</translation>
    </message>
    <message>
      <source>Cosines by {0}</source>
      <translation>Kosinus nach {0}</translation>
    </message>
    <message>
      <source>Cosines of the classes' texts</source>
      <translation>Kosinus der Texte der Klassen</translation>
    </message>
    <message>
      <source>Counts</source>
      <translation>Zählwerte</translation>
    </message>
    <message>
      <source>counts</source>
      <translation>Zählwerte</translation>
    </message>
    <message>
      <source>Counts from the next start</source>
      <translation>Gilt ab dem nächsten Start</translation>
    </message>
    <message>
      <source>crops bright green, bare soil magenta</source>
      <translation>Feldfrüchte hellgrün, offener Boden magenta</translation>
    </message>
    <message>
      <source>Cross-validate labels</source>
      <translation>Labels kreuzvalidieren</translation>
    </message>
    <message>
      <source>Cube</source>
      <translation>Würfel</translation>
    </message>
    <message>
      <source>Curated prompts</source>
      <translation>Curated Prompts</translation>
    </message>
    <message>
      <source>cursor</source>
      <translation>Zeiger</translation>
    </message>
    <message>
      <source>dark</source>
      <translation>dunkel</translation>
    </message>
    <message>
      <source>Dark reference</source>
      <translation>Dunkelreferenz</translation>
    </message>
    <message>
      <source>Dark to bright</source>
      <translation>Dunkel nach hell</translation>
    </message>
    <message>
      <source>degree of the polynomials</source>
      <translation>Grad der Polynome</translation>
    </message>
    <message>
      <source>depth at 2165 nm</source>
      <translation>Tiefe bei 2165 nm</translation>
    </message>
    <message>
      <source>depth at 2255 nm</source>
      <translation>Tiefe bei 2255 nm</translation>
    </message>
    <message>
      <source>Describe</source>
      <translation>Beschreiben</translation>
    </message>
    <message>
      <source>Describe class...</source>
      <translation>Klasse beschreiben...</translation>
    </message>
    <message>
      <source>Describe {0}</source>
      <translation>{0} beschreiben</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>Beschreibung</translation>
    </message>
    <message>
      <source>Description of class {0}</source>
      <translation>Beschreibung der Klasse {0}</translation>
    </message>
    <message>
      <source>Description of the class</source>
      <translation>Beschreibung der Klasse</translation>
    </message>
    <message>
      <source>Description that will be used</source>
      <translation>Beschreibung, die benutzt wird</translation>
    </message>
    <message>
      <source>Descriptions by a language model</source>
      <translation>Beschreibungen durch ein Sprachmodell</translation>
    </message>
    <message>
      <source>Descriptions that will be replaced: {0}.</source>
      <translation>Beschreibungen, die ersetzt werden: {0}.</translation>
    </message>
    <message>
      <source>Descriptions to choose from</source>
      <translation>Beschreibungen zur Wahl</translation>
    </message>
    <message>
      <source>Details of the selected job</source>
      <translation>Einzelheiten des gewählten Auftrags</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Diameter of brush and eraser in pixels ([ and ])</source>
      <translation>Durchmesser von Pinsel und Radierer in Pixeln ([ und ])</translation>
    </message>
    <message>
      <source>DiffCLIP</source>
      <translation>DiffCLIP</translation>
    </message>
    <message>
      <source>difference from each target as distributions; small where they are alike</source>
      <translation>Unterschied zu jedem Ziel als Verteilungen; klein, wo sie sich gleichen</translation>
    </message>
    <message>
      <source>Difference in overall accuracy, and how likely as large a one is by chance (paired permutation test over the rounds; rounds share labels, so read it as a hint)</source>
      <translation>Unterschied der Gesamtgenauigkeit, und wie wahrscheinlich ein so großer durch Zufall ist (gepaarter Permutationstest über die Runden; Runden teilen Markierungen, also nur ein Hinweis)</translation>
    </message>
    <message>
      <source>differences in chlorophyll within vegetation</source>
      <translation>Unterschiede im Chlorophyll der Vegetation</translation>
    </message>
    <message>
      <source>directions whose values are as independent as possible</source>
      <translation>Richtungen, deren Werte möglichst unabhängig sind</translation>
    </message>
    <message>
      <source>Distance of a spectrum from the nearest label. Above 1, nothing labelled looks like it, and the map says little there.</source>
      <translation>Abstand eines Spektrums vom nächsten Label. Über 1 sieht kein Label so aus, und die Karte sagt dort wenig.</translation>
    </message>
    <message>
      <source>Distances to class means, measured by the spread within classes; fast, and strong where classes are few.</source>
      <translation>Abstände zu den Klassenmitteln, gemessen an der Streuung innerhalb der Klassen; schnell, und stark bei wenigen Klassen.</translation>
    </message>
    <message>
      <source>Divide spectra by the hull over them, so that absorptions can be compared</source>
      <translation>Spektren durch ihre Hülle teilen, sodass sich Absorptionen vergleichen lassen</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>done</source>
      <translation>fertig</translation>
    </message>
    <message>
      <source>Done again: {0}</source>
      <translation>Wieder getan: {0}</translation>
    </message>
    <message>
      <source>Done: look at it, then press Next.</source>
      <translation>Erledigt: ansehen, dann auf Weiter drücken.</translation>
    </message>
    <message>
      <source>Double-click or Return adds a text to the one below.</source>
      <translation>Doppelklick oder Eingabetaste fügt einen Text dem unteren hinzu.</translation>
    </message>
    <message>
      <source>Double-click to rename</source>
      <translation>Doppelklick zum Umbenennen</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>Herunterladen</translation>
    </message>
    <message>
      <source>Download {0}?</source>
      <translation>{0} herunterladen?</translation>
    </message>
    <message>
      <source>Downloading {0}</source>
      <translation>{0} wird heruntergeladen</translation>
    </message>
    <message>
      <source>Draft from the labels</source>
      <translation>Entwurf aus den Labels</translation>
    </message>
    <message>
      <source>Drag a rectangle of the current class; Ctrl erases</source>
      <translation>Ein Rechteck der aktuellen Klasse ziehen; Strg löscht</translation>
    </message>
    <message>
      <source>Drag a rectangle to see the mean spectrum of its pixels and their spread</source>
      <translation>Ein Rechteck ziehen, um das mittlere Spektrum seiner Pixel und dessen Streuung zu sehen</translation>
    </message>
    <message>
      <source>Drag an outline; what it encloses gets the current class; Ctrl erases</source>
      <translation>Einen Umriss ziehen; was er umschließt, bekommt die aktuelle Klasse; Strg löscht</translation>
    </message>
    <message>
      <source>Drag the two lines to choose which values are black and fully bright. Double-click: automatic again.</source>
      <translation>Ziehen Sie an den beiden Linien, um zu wählen, welche Werte schwarz und welche ganz hell sind. Doppelklick: wieder automatisch.</translation>
    </message>
    <message>
      <source>Drag to turn the cube; the wheel changes its size</source>
      <translation>Ziehen dreht den Würfel; das Rad ändert seine Größe</translation>
    </message>
    <message>
      <source>Draw how long a stretch is and where north lies</source>
      <translation>Zeichnen, wie lang eine Strecke ist und wo Norden liegt</translation>
    </message>
    <message>
      <source>Draw labels as outlines, so that the scene shows through</source>
      <translation>Labels als Umrisse zeichnen, sodass die Szene durchscheint</translation>
    </message>
    <message>
      <source>Draw lines of latitude and longitude, or of rows and columns</source>
      <translation>Linien von Breite und Länge oder von Zeilen und Spalten zeichnen</translation>
    </message>
    <message>
      <source>Draw pixels of each class at random, to be visited and loaded as reference</source>
      <translation>Zieht in jeder Klasse zufällig Pixel, die besucht und als Referenz geladen werden</translation>
    </message>
    <message>
      <source>Each pixel gets the most frequent class of a window of so many pixels a side.</source>
      <translation>Jedes Pixel erhält die häufigste Klasse eines Fensters mit so vielen Pixeln Seitenlänge.</translation>
    </message>
    <message>
      <source>Each wavelength is published.</source>
      <translation>Jede Wellenlänge ist veröffentlicht.</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>Bearbeiten</translation>
    </message>
    <message>
      <source>Edit class</source>
      <translation>Klasse bearbeiten</translation>
    </message>
    <message>
      <source>Edit classes</source>
      <translation>Klassen bearbeiten</translation>
    </message>
    <message>
      <source>Empty fields are as in the file. The file itself is never changed: what you set is kept with the project and can be undone.</source>
      <translation>Leere Felder gelten wie in der Datei. Die Datei selbst wird nie geändert: Ihre Angaben werden mit dem Projekt gespeichert und lassen sich rückgängig machen.</translation>
    </message>
    <message>
      <source>End</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>End the tour</source>
      <translation>Tour beenden</translation>
    </message>
    <message>
      <source>endmembers</source>
      <translation>Endmember</translation>
    </message>
    <message>
      <source>Entropy</source>
      <translation>Entropie</translation>
    </message>
    <message>
      <source>ENVI files (*.hdr *.raw *.bil *.bip *.bsq *.img);;All files (*)</source>
      <translation>ENVI-Dateien (*.hdr *.raw *.bil *.bip *.bsq *.img);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>ENVI files (*.hdr)</source>
      <translation>ENVI-Dateien (*.hdr)</translation>
    </message>
    <message>
      <source>ENVI spectral libraries (*.sli *.hdr);;All files (*)</source>
      <translation>ENVI-Spektralbibliotheken (*.sli *.hdr);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>ENVI spectral library (*.sli)</source>
      <translation>ENVI-Spektralbibliothek (*.sli)</translation>
    </message>
    <message>
      <source>Erase</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Eraser</source>
      <translation>Radierer</translation>
    </message>
    <message>
      <source>Errors</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>Every edit is written at once, to {0}</source>
      <translation>Jede Änderung wird sofort geschrieben, nach {0}</translation>
    </message>
    <message>
      <source>Everything is saved as you work; this gives the project a place of its own</source>
      <translation>Alles wird beim Arbeiten gespeichert; dies gibt dem Projekt einen eigenen Ort</translation>
    </message>
    <message>
      <source>Everything is saved in {0}</source>
      <translation>Alles ist in {0} gespeichert</translation>
    </message>
    <message>
      <source>Exchange the selected class with the one after; labels and map follow</source>
      <translation>Die gewählte Klasse mit der nächsten tauschen; Labels und Karte folgen</translation>
    </message>
    <message>
      <source>Exchange the selected class with the one before; labels and map follow</source>
      <translation>Die gewählte Klasse mit der vorigen tauschen; Labels und Karte folgen</translation>
    </message>
    <message>
      <source>Expected</source>
      <translation>Erwartet</translation>
    </message>
    <message>
      <source>Experts on single pixels and on their surroundings vote; held-out labels choose how much the surroundings count.</source>
      <translation>Experten für einzelne Pixel und für ihre Umgebung stimmen ab; zurückgehaltene Labels entscheiden, wie viel die Umgebung zählt.</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Export classes</source>
      <translation>Klassen exportieren</translation>
    </message>
    <message>
      <source>Export classes...</source>
      <translation>Klassen exportieren...</translation>
    </message>
    <message>
      <source>Export labels</source>
      <translation>Labels exportieren</translation>
    </message>
    <message>
      <source>Export labels...</source>
      <translation>Labels exportieren...</translation>
    </message>
    <message>
      <source>Export map</source>
      <translation>Karte exportieren</translation>
    </message>
    <message>
      <source>Export map...</source>
      <translation>Karte exportieren...</translation>
    </message>
    <message>
      <source>Export result</source>
      <translation>Ergebnis exportieren</translation>
    </message>
    <message>
      <source>Export spectra</source>
      <translation>Spektren exportieren</translation>
    </message>
    <message>
      <source>Export spectra...</source>
      <translation>Spektren exportieren...</translation>
    </message>
    <message>
      <source>Export...</source>
      <translation>Exportieren...</translation>
    </message>
    <message>
      <source>Extra trees</source>
      <translation>Extra-Trees</translation>
    </message>
    <message>
      <source>F1</source>
      <translation>F1</translation>
    </message>
    <message>
      <source>F1 of each class by each method</source>
      <translation>F1 jeder Klasse bei jedem Verfahren</translation>
    </message>
    <message>
      <source>Fact</source>
      <translation>Merkmal</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>gescheitert</translation>
    </message>
    <message>
      <source>Failed.</source>
      <translation>Gescheitert.</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Felder</translation>
    </message>
    <message>
      <source>Figures of the methods</source>
      <translation>Zahlen der Verfahren</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>File of the class map</source>
      <translation>Datei der Klassenkarte</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Füllen</translation>
    </message>
    <message>
      <source>Fill the area around the clicked pixel up to the next label; Ctrl erases</source>
      <translation>Die Fläche um das angeklickte Pixel bis zum nächsten Label füllen; Strg löscht</translation>
    </message>
    <message>
      <source>Find</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Find a material...</source>
      <translation>Material suchen...</translation>
    </message>
    <message>
      <source>Find anomalies...</source>
      <translation>Anomalien suchen...</translation>
    </message>
    <message>
      <source>Find any command by typing a part of its name</source>
      <translation>Jeden Befehl durch einen Teil seines Namens finden</translation>
    </message>
    <message>
      <source>Find endmembers by N-FINDR and unmix</source>
      <translation>Endmember mit N-FINDR suchen und entmischen</translation>
    </message>
    <message>
      <source>Find endmembers by VCA and unmix</source>
      <translation>Endmember mit VCA suchen und entmischen</translation>
    </message>
    <message>
      <source>Find materials, compute indices, unmix or group pixels; nothing is trained</source>
      <translation>Materialien suchen, Indizes berechnen, Pixel entmischen oder gruppieren; nichts wird trainiert</translation>
    </message>
    <message>
      <source>Find pixels like the selected one, a class or a spectrum of a library</source>
      <translation>Pixel suchen, die dem gewählten, einer Klasse oder einem Spektrum einer Bibliothek gleichen</translation>
    </message>
    <message>
      <source>Find pixels that differ from the rest of the scene</source>
      <translation>Pixel suchen, die vom Rest der Szene abweichen</translation>
    </message>
    <message>
      <source>Find pure materials, and how much of each is in every pixel</source>
      <translation>Reine Materialien suchen, und wie viel von jedem in jedem Pixel ist</translation>
    </message>
    <message>
      <source>Find scene</source>
      <translation>Szene suchen</translation>
    </message>
    <message>
      <source>Find scene...</source>
      <translation>Szene suchen...</translation>
    </message>
    <message>
      <source>Find: clay tile roof, NDVI above 0.6, dry grass</source>
      <translation>Suchen: Ziegeldach, NDVI über 0.6, trockenes Gras</translation>
    </message>
    <message>
      <source>Finds materials and anomalies, computes formulas and indices, unmixes, groups and reduces, without training. Choose an analysis and press Start; the result lies over the map.</source>
      <translation>Sucht Materialien und Anomalien, berechnet Formeln und Indizes, entmischt, gruppiert und reduziert, ohne Training. Wählen Sie eine Analyse und drücken Sie Start; das Ergebnis liegt über der Karte.</translation>
    </message>
    <message>
      <source>fine-tuning</source>
      <translation>Feinabstimmung</translation>
    </message>
    <message>
      <source>First and last are published; the bands between are evenly spaced.</source>
      <translation>Erste und letzte Wellenlänge sind veröffentlicht; die Bänder dazwischen liegen in gleichen Abständen.</translation>
    </message>
    <message>
      <source>First and last, evenly spaced</source>
      <translation>Erste und letzte, gleiche Abstände</translation>
    </message>
    <message>
      <source>first column, counted from 0</source>
      <translation>erste Spalte, ab 0 gezählt</translation>
    </message>
    <message>
      <source>First derivative</source>
      <translation>Erste Ableitung</translation>
    </message>
    <message>
      <source>first derivative</source>
      <translation>erste Ableitung</translation>
    </message>
    <message>
      <source>First picture</source>
      <translation>Erstes Bild</translation>
    </message>
    <message>
      <source>first row, counted from 0</source>
      <translation>erste Zeile, ab 0 gezählt</translation>
    </message>
    <message>
      <source>First wavelength</source>
      <translation>Erste Wellenlänge</translation>
    </message>
    <message>
      <source>fit</source>
      <translation>Anpassen</translation>
    </message>
    <message>
      <source>fit below which a pixel stays empty</source>
      <translation>Übereinstimmung, unter der ein Pixel leer bleibt</translation>
    </message>
    <message>
      <source>Folder of a language model</source>
      <translation>Ordner eines Sprachmodells</translation>
    </message>
    <message>
      <source>Folder of a saved model</source>
      <translation>Ordner eines gespeicherten Modells</translation>
    </message>
    <message>
      <source>Folder of a text encoder</source>
      <translation>Ordner eines Textkodierers</translation>
    </message>
    <message>
      <source>Folders (*)</source>
      <translation>Ordner (*)</translation>
    </message>
    <message>
      <source>For example: 1-4, 105-112, 150</source>
      <translation>Zum Beispiel: 1-4, 105-112, 150</translation>
    </message>
    <message>
      <source>For example: bright tiled roofs, smooth, 3-8 m high, no vegetation</source>
      <translation>Zum Beispiel: helle Ziegeldächer, glatt, 3-8 m hoch, ohne Vegetation</translation>
    </message>
    <message>
      <source>Formula</source>
      <translation>Formel</translation>
    </message>
    <message>
      <source>Forward</source>
      <translation>Vor</translation>
    </message>
    <message>
      <source>forward enlarges</source>
      <translation>vorwärts vergrößert</translation>
    </message>
    <message>
      <source>Free software under the MIT licence.</source>
      <translation>Freie Software unter der MIT-Lizenz.</translation>
    </message>
    <message>
      <source>Freehand</source>
      <translation>Freihand</translation>
    </message>
    <message>
      <source>Freehand erased</source>
      <translation>Freihand gelöscht</translation>
    </message>
    <message>
      <source>From file...</source>
      <translation>Aus Datei...</translation>
    </message>
    <message>
      <source>FWHM</source>
      <translation>FWHM</translation>
    </message>
    <message>
      <source>Geology</source>
      <translation>Geologie</translation>
    </message>
    <message>
      <source>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;Table (*.csv)</source>
      <translation>GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;Tabelle (*.csv)</translation>
    </message>
    <message>
      <source>GeoTIFF (*.tif *.tiff);;All files (*)</source>
      <translation>GeoTIFF (*.tif *.tiff);;Alle Dateien (*)</translation>
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
      <translation>GeoTIFF (*.tif);;GeoPackage (*.gpkg);;GeoJSON (*.geojson);;Shapefile (*.shp);;ENVI-Klassifikation (*.img);;MATLAB (*.mat);;NumPy (*.npy)</translation>
    </message>
    <message>
      <source>Give all labels of the selected class to another one</source>
      <translation>Alle Labels der gewählten Klasse einer anderen geben</translation>
    </message>
    <message>
      <source>Give some labels of the selected class to a new one</source>
      <translation>Einige Labels der gewählten Klasse einer neuen geben</translation>
    </message>
    <message>
      <source>Give the clicked patch of labels the current class; Ctrl erases it</source>
      <translation>Der angeklickten Labelfläche die aktuelle Klasse geben; Strg löscht sie</translation>
    </message>
    <message>
      <source>Give the selected class another id; labels and map follow</source>
      <translation>Der gewählten Klasse eine andere ID geben; Labels und Karte folgen</translation>
    </message>
    <message>
      <source>Give them up</source>
      <translation>Aufgeben</translation>
    </message>
    <message>
      <source>Give wavelengths in micrometres instead of nanometres</source>
      <translation>Wellenlängen in Mikrometern statt Nanometern angeben</translation>
    </message>
    <message>
      <source>Gives each pixel the class whose mean spectrum is at the smallest angle; brightness does not matter.</source>
      <translation>Gibt jedem Pixel die Klasse, deren mittleres Spektrum den kleinsten Winkel hat; Helligkeit spielt keine Rolle.</translation>
    </message>
    <message>
      <source>Go to</source>
      <translation>Gehe zu</translation>
    </message>
    <message>
      <source>Go to a pixel, to map coordinates, or to latitude and longitude</source>
      <translation>Zu einem Pixel, zu Kartenkoordinaten oder zu Breite und Länge gehen</translation>
    </message>
    <message>
      <source>Go to the next label whose spectrum is far from its class</source>
      <translation>Zum nächsten Label gehen, dessen Spektrum weit von seiner Klasse liegt</translation>
    </message>
    <message>
      <source>Go to the next patch of labels of the current class</source>
      <translation>Zur nächsten Labelfläche der aktuellen Klasse gehen</translation>
    </message>
    <message>
      <source>Go to the patch of labels before</source>
      <translation>Zur vorigen Labelfläche gehen</translation>
    </message>
    <message>
      <source>Go to...</source>
      <translation>Gehe zu...</translation>
    </message>
    <message>
      <source>go with it</source>
      <translation>verschwinden mit ihr</translation>
    </message>
    <message>
      <source>Graphics card</source>
      <translation>Grafikkarte</translation>
    </message>
    <message>
      <source>Graphics card...</source>
      <translation>Grafikkarte...</translation>
    </message>
    <message>
      <source>Graticule</source>
      <translation>Koordinatennetz</translation>
    </message>
    <message>
      <source>Gray</source>
      <translation>Grau</translation>
    </message>
    <message>
      <source>Green</source>
      <translation>Grün</translation>
    </message>
    <message>
      <source>greenness</source>
      <translation>Grünanteil</translation>
    </message>
    <message>
      <source>Group similar pixels...</source>
      <translation>Ähnliche Pixel gruppieren...</translation>
    </message>
    <message>
      <source>Grow an area of like spectra; drag sideways to make it larger or smaller</source>
      <translation>Eine Fläche ähnlicher Spektren wachsen lassen; seitlich ziehen macht sie größer oder kleiner</translation>
    </message>
    <message>
      <source>Guide</source>
      <translation>Handbuch</translation>
    </message>
    <message>
      <source>Guided first map</source>
      <translation>Geführte erste Karte</translation>
    </message>
    <message>
      <source>Harmonic mean of precision and recall</source>
      <translation>Harmonisches Mittel aus Präzision und Trefferquote</translation>
    </message>
    <message>
      <source>height above the surroundings</source>
      <translation>Höhe über der Umgebung</translation>
    </message>
    <message>
      <source>Held out within the labels ({0}, {1} folds of blocks): overall accuracy {2}, 95 % interval {3} to {4}, on {5} of {6} labels.</source>
      <translation>Innerhalb der Labels zurückgehalten ({0}, {1} Blockfaltungen): Gesamtgenauigkeit {2}, 95-%-Intervall {3} bis {4}, an {5} von {6} Labels.</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>Hilfe</translation>
    </message>
    <message>
      <source>Highest value</source>
      <translation>Größter Wert</translation>
    </message>
    <message>
      <source>Histogram</source>
      <translation>Histogramm</translation>
    </message>
    <message>
      <source>Hold labels out by blocks of the scene, to see how good the map is</source>
      <translation>Hält Labels blockweise zurück, um zu sehen, wie gut die Karte ist</translation>
    </message>
    <message>
      <source>How close the classes' texts are to each other as the text encoder sees them: texts with a cosine near 1 cannot be told apart. After a training, the bars compare the selected pixel with each text. Find looks for a phrase in the scene and says what was understood.</source>
      <translation>Wie nah die Texte der Klassen einander für den Textkodierer sind: Texte mit einem Kosinus nahe 1 sind nicht zu unterscheiden. Nach einem Training vergleichen die Balken das gewählte Pixel mit jedem Text. „Suchen“ sucht einen Begriff in der Szene und sagt, was verstanden wurde.</translation>
    </message>
    <message>
      <source>How evenly the classes share the probability: 0 is certain, 1 is open.</source>
      <translation>Wie gleichmäßig sich die Wahrscheinlichkeit auf die Klassen verteilt: 0 ist sicher, 1 ist offen.</translation>
    </message>
    <message>
      <source>How far the most probable class is ahead of the second, 0 to 1.</source>
      <translation>Wie weit die wahrscheinlichste Klasse vor der zweiten liegt, 0 bis 1.</translation>
    </message>
    <message>
      <source>How much of the scene a map hides, from the next start</source>
      <translation>Wie viel von der Szene eine Karte verdeckt, ab dem nächsten Start</translation>
    </message>
    <message>
      <source>How sure the method is, from dark to bright</source>
      <translation>Wie sicher das Verfahren ist, von dunkel bis hell</translation>
    </message>
    <message>
      <source>How well the map agrees with a reference map: overall figures, precision and recall of each class, and which class is taken for which. Pixels that you labelled are left out.</source>
      <translation>Wie gut die Karte mit einer Referenzkarte übereinstimmt: Gesamtzahlen, Genauigkeit und Trefferquote jeder Klasse, und welche Klasse wofür gehalten wird. Von Ihnen markierte Pixel zählen nicht.</translation>
    </message>
    <message>
      <source>hydrocarbon depth at 1730 nm</source>
      <translation>Kohlenwasserstofftiefe bei 1730 nm</translation>
    </message>
    <message>
      <source>Id</source>
      <translation>Nr.</translation>
    </message>
    <message>
      <source>id</source>
      <translation>ID</translation>
    </message>
    <message>
      <source>Ids and their classes</source>
      <translation>IDs und ihre Klassen</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>Import classes</source>
      <translation>Klassen importieren</translation>
    </message>
    <message>
      <source>Import classes...</source>
      <translation>Klassen importieren...</translation>
    </message>
    <message>
      <source>Import labels</source>
      <translation>Labels importieren</translation>
    </message>
    <message>
      <source>Import labels...</source>
      <translation>Labels importieren...</translation>
    </message>
    <message>
      <source>In each class at least</source>
      <translation>Mindestens in jeder Klasse</translation>
    </message>
    <message>
      <source>Independent components</source>
      <translation>Unabhängige Komponenten</translation>
    </message>
    <message>
      <source>Index</source>
      <translation>Index</translation>
    </message>
    <message>
      <source>index</source>
      <translation>Index</translation>
    </message>
    <message>
      <source>Instead of corner and size: x = a col + b row + c, y = d col + e row + f</source>
      <translation>Statt Ecke und Größe: x = a Spalte + b Zeile + c, y = d Spalte + e Zeile + f</translation>
    </message>
    <message>
      <source>Instruction</source>
      <translation>Anweisung</translation>
    </message>
    <message>
      <source>Instruction to copy</source>
      <translation>Zu kopierende Anweisung</translation>
    </message>
    <message>
      <source>iron</source>
      <translation>Eisen</translation>
    </message>
    <message>
      <source>iron depth at 530 nm</source>
      <translation>Eisentiefe bei 530 nm</translation>
    </message>
    <message>
      <source>iron depth at 900 nm</source>
      <translation>Eisentiefe bei 900 nm</translation>
    </message>
    <message>
      <source>Iron oxide ratio</source>
      <translation>Eisenoxidverhältnis</translation>
    </message>
    <message>
      <source>Is added to the scaled values</source>
      <translation>Wird zu den skalierten Werten addiert</translation>
    </message>
    <message>
      <source>Its labels</source>
      <translation>Ihre Labels</translation>
    </message>
    <message>
      <source>Its lead over {0} may be chance.</source>
      <translation>Sein Vorsprung vor {0} kann Zufall sein.</translation>
    </message>
    <message>
      <source>Jobs</source>
      <translation>Aufträge</translation>
    </message>
    <message>
      <source>Join both; where both have one, mine stands</source>
      <translation>Beide verbinden; wo beide eines haben, gilt meines</translation>
    </message>
    <message>
      <source>Join both; where both have one, the file's stands</source>
      <translation>Beide verbinden; wo beide eines haben, gilt das der Datei</translation>
    </message>
    <message>
      <source>Kappa</source>
      <translation>Kappa</translation>
    </message>
    <message>
      <source>Keep the place that is shown under a name; it is in the menu Bookmarks</source>
      <translation>Den gezeigten Ort unter einem Namen behalten; er steht im Menü Lesezeichen</translation>
    </message>
    <message>
      <source>Keep the spectrum of the selected pixel</source>
      <translation>Das Spektrum des gewählten Pixels behalten</translation>
    </message>
    <message>
      <source>Keep the spectrum of the selected pixel in the plot, to compare others with</source>
      <translation>Das Spektrum des gewählten Pixels im Diagramm behalten, um andere damit zu vergleichen</translation>
    </message>
    <message>
      <source>Key</source>
      <translation>Taste</translation>
    </message>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>Label</translation>
    </message>
    <message>
      <source>Label some pixels of at least two classes.</source>
      <translation>Markieren Sie einige Pixel von mindestens zwei Klassen.</translation>
    </message>
    <message>
      <source>Label suggestion</source>
      <translation>Vorschlag labeln</translation>
    </message>
    <message>
      <source>Label under the cursor, and class of the map with its confidence</source>
      <translation>Label unter dem Zeiger und Klasse der Karte mit ihrer Konfidenz</translation>
    </message>
    <message>
      <source>label: {0}</source>
      <translation>Label: {0}</translation>
    </message>
    <message>
      <source>label: {0}, but {1}</source>
      <translation>Label: {0}, aber {1}</translation>
    </message>
    <message>
      <source>label: {0}, unlike its class</source>
      <translation>Label: {0}, seiner Klasse unähnlich</translation>
    </message>
    <message>
      <source>Labels</source>
      <translation>Labels</translation>
    </message>
    <message>
      <source>Labels (*.tif *.tiff *.png *.hdr *.img *.mat *.npy *.gpkg *.geojson *.json *.shp *.csv *.txt);;All files (*)</source>
      <translation>Labels (*.tif *.tiff *.png *.hdr *.img *.mat *.npy *.gpkg *.geojson *.json *.shp *.csv *.txt);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Labels and texts are saved. A training is kept as far as its last checkpoint: open the scene again and choose Continue in Jobs. What has no checkpoint yet begins anew.</source>
      <translation>Labels und Texte sind gespeichert. Ein Training bleibt bis zu seinem letzten Zwischenstand erhalten: Öffnen Sie die Szene wieder und wählen Sie unter Aufträge Fortsetzen. Was noch keinen Zwischenstand hat, beginnt von vorn.</translation>
    </message>
    <message>
      <source>labels of {0}</source>
      <translation>Labels von {0}</translation>
    </message>
    <message>
      <source>labels: click a few of its pixels with the Point tool</source>
      <translation>Labels: klicken Sie mit dem Werkzeug Punkt einige ihrer Pixel an</translation>
    </message>
    <message>
      <source>Laboratory</source>
      <translation>Labor</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Larger brush</source>
      <translation>Pinsel größer</translation>
    </message>
    <message>
      <source>Last map of a scene</source>
      <translation>Letzte Karte einer Szene</translation>
    </message>
    <message>
      <source>last pre-training of this scene</source>
      <translation>letztes Vortraining dieser Szene</translation>
    </message>
    <message>
      <source>Last wavelength</source>
      <translation>Letzte Wellenlänge</translation>
    </message>
    <message>
      <source>Last, middle, first band</source>
      <translation>Letztes, mittleres, erstes Band</translation>
    </message>
    <message>
      <source>Latitude and longitude</source>
      <translation>Breite und Länge</translation>
    </message>
    <message>
      <source>Lay another scene or raster over this one, aligned by coordinate system</source>
      <translation>Eine andere Szene oder ein Raster über diese legen, ausgerichtet am Koordinatensystem</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Ebenen</translation>
    </message>
    <message>
      <source>leaf water</source>
      <translation>Blattwasser</translation>
    </message>
    <message>
      <source>Learn from the unlabelled scene first; later trainings start from there</source>
      <translation>Zuerst aus der ungelabelten Szene lernen; spätere Trainings beginnen dort</translation>
    </message>
    <message>
      <source>Learns from the unlabelled scene by denoising hidden patches, then matches the labelled ones with the classes' descriptions.</source>
      <translation>Lernt aus der ungelabelten Szene, indem es verdeckte Ausschnitte entrauscht, und gleicht die gelabelten mit den Beschreibungen der Klassen ab.</translation>
    </message>
    <message>
      <source>Learns from the unlabelled scene by telling patches apart, then draws more features of each class with a diffusion model (a reconstruction).</source>
      <translation>Lernt aus der unmarkierten Szene, Ausschnitte zu unterscheiden, und zieht dann mit einem Diffusionsmodell weitere Merkmale jeder Klasse (eine Nachbildung).</translation>
    </message>
    <message>
      <source>Learns spectral-spatial features with 3-D convolutions, then maps them to what a language model makes of the classes' descriptions.</source>
      <translation>Lernt spektral-räumliche Merkmale mit 3-D-Faltungen und bildet sie auf das ab, was ein Sprachmodell aus den Beschreibungen der Klassen macht.</translation>
    </message>
    <message>
      <source>Leave out</source>
      <translation>Auslassen</translation>
    </message>
    <message>
      <source>Leave the suggested pixel without a label, with S, and go to the next</source>
      <translation>Das vorgeschlagene Pixel mit S ohne Label lassen und zum nächsten gehen</translation>
    </message>
    <message>
      <source>less than 1 s</source>
      <translation>weniger als 1 s</translation>
    </message>
    <message>
      <source>Let a causal language model that lies in a folder write the answer</source>
      <translation>Ein kausales Sprachmodell aus einem Ordner die Antwort schreiben lassen</translation>
    </message>
    <message>
      <source>Let the job wait, or go on: after a pause, a cancel or a crash</source>
      <translation>Den Auftrag warten oder weitergehen lassen: nach Pause, Abbruch oder Absturz</translation>
    </message>
    <message>
      <source>Let the running job wait, or go on</source>
      <translation>Den laufenden Auftrag warten oder weitergehen lassen</translation>
    </message>
    <message>
      <source>Library</source>
      <translation>Bibliothek</translation>
    </message>
    <message>
      <source>Library...</source>
      <translation>Bibliothek...</translation>
    </message>
    <message>
      <source>light</source>
      <translation>hell</translation>
    </message>
    <message>
      <source>Like the first</source>
      <translation>Wie der erste</translation>
    </message>
    <message>
      <source>likeness to each target after whitening the background, up to 1</source>
      <translation>Ähnlichkeit mit jedem Ziel nach dem Weißen des Hintergrunds, bis 1</translation>
    </message>
    <message>
      <source>Linear discriminant</source>
      <translation>Lineare Diskriminante</translation>
    </message>
    <message>
      <source>List</source>
      <translation>Liste</translation>
    </message>
    <message>
      <source>List all keys</source>
      <translation>Alle Tasten auflisten</translation>
    </message>
    <message>
      <source>List all runs of the scene with what differs and how good their maps are</source>
      <translation>Alle Läufe der Szene mit ihren Unterschieden und der Güte ihrer Karten auflisten</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Live</translation>
    </message>
    <message>
      <source>Live is off: {0}</source>
      <translation>Live ist aus: {0}</translation>
    </message>
    <message>
      <source>Live map from 1 label. A preview: it is not kept</source>
      <translation>Live-Karte aus 1 Label. Nur Vorschau, wird nicht gespeichert</translation>
    </message>
    <message>
      <source>Live map from {0} labels. A preview: it is not kept</source>
      <translation>Live-Karte aus {0} Labels. Nur Vorschau, wird nicht gespeichert</translation>
    </message>
    <message>
      <source>Live map: looking at the scene…</source>
      <translation>Live-Karte: Die Szene wird gelesen…</translation>
    </message>
    <message>
      <source>live map: {0}</source>
      <translation>Live-Karte: {0}</translation>
    </message>
    <message>
      <source>Live needs labels of two classes: label a pixel of each</source>
      <translation>Live braucht Labels von zwei Klassen: Labeln Sie von jeder ein Pixel</translation>
    </message>
    <message>
      <source>Live needs labels of two classes: so far only {0} has some</source>
      <translation>Live braucht Labels von zwei Klassen: Bisher hat nur {0} welche</translation>
    </message>
    <message>
      <source>living vegetation bright (Rouse 1974)</source>
      <translation>lebende Vegetation hell (Rouse 1974)</translation>
    </message>
    <message>
      <source>living vegetation red, water black</source>
      <translation>lebende Vegetation rot, Wasser schwarz</translation>
    </message>
    <message>
      <source>Load a map of the true classes to see how well the result agrees with it. Pixels with labels of yours are left out.</source>
      <translation>Laden Sie eine Karte der wahren Klassen, um zu sehen, wie gut das Ergebnis dazu passt. Pixel mit Ihren Labels bleiben außen vor.</translation>
    </message>
    <message>
      <source>Load a reference map to see how good each map is.</source>
      <translation>Laden Sie eine Referenzkarte, um zu sehen, wie gut jede Karte ist.</translation>
    </message>
    <message>
      <source>Load properties</source>
      <translation>Eigenschaften laden</translation>
    </message>
    <message>
      <source>Load reference map</source>
      <translation>Referenzkarte laden</translation>
    </message>
    <message>
      <source>Load reference map...</source>
      <translation>Referenzkarte laden...</translation>
    </message>
    <message>
      <source>Load...</source>
      <translation>Laden...</translation>
    </message>
    <message>
      <source>Local model…</source>
      <translation>Lokales Modell…</translation>
    </message>
    <message>
      <source>Logistic regression</source>
      <translation>Logistische Regression</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>Ansehen</translation>
    </message>
    <message>
      <source>Look at hyperspectral cubes, label a few pixels, describe the classes in plain language, and get a trustworthy map.</source>
      <translation>Hyperspektralwürfel ansehen, einige Pixel labeln, die Klassen in einfachen Worten beschreiben und eine verlässliche Karte bekommen.</translation>
    </message>
    <message>
      <source>Look under the map and back</source>
      <translation>Unter die Karte sehen und zurück</translation>
    </message>
    <message>
      <source>Looking for the pixels that help most…</source>
      <translation>Die hilfreichsten Pixel werden gesucht…</translation>
    </message>
    <message>
      <source>Looking for {0}…</source>
      <translation>{0} wird gesucht…</translation>
    </message>
    <message>
      <source>Lower is better within a stage. Stages measure different things, and every network of an ensemble begins anew: steps up are normal.</source>
      <translation>Innerhalb einer Stufe ist niedriger besser. Stufen messen Verschiedenes, und jedes Netz eines Ensembles beginnt von vorn: Sprünge nach oben sind normal.</translation>
    </message>
    <message>
      <source>Lowest value</source>
      <translation>Kleinster Wert</translation>
    </message>
    <message>
      <source>Magma</source>
      <translation>Magma</translation>
    </message>
    <message>
      <source>Majority window</source>
      <translation>Mehrheitsfenster</translation>
    </message>
    <message>
      <source>majority {0} x {0}</source>
      <translation>Mehrheit {0} x {0}</translation>
    </message>
    <message>
      <source>Make a map of clusters of similar spectra</source>
      <translation>Eine Karte aus Clustern ähnlicher Spektren erstellen</translation>
    </message>
    <message>
      <source>Make a map of the sample scene in five steps, shown at the real controls</source>
      <translation>In fünf Schritten eine Karte der Beispielszene machen, gezeigt an den echten Bedienelementen</translation>
    </message>
    <message>
      <source>Make brush and eraser larger</source>
      <translation>Pinsel und Radierer größer machen</translation>
    </message>
    <message>
      <source>Make brush and eraser smaller</source>
      <translation>Pinsel und Radierer kleiner machen</translation>
    </message>
    <message>
      <source>Make classes</source>
      <translation>Klassen daraus machen</translation>
    </message>
    <message>
      <source>Make dark parts brighter or darker; white stays white</source>
      <translation>Dunkle Stellen heller oder dunkler machen; Weiß bleibt weiß</translation>
    </message>
    <message>
      <source>Make the sample town and open it with its labels and classes</source>
      <translation>Die Beispielstadt erzeugen und mit ihren Labels und Klassen öffnen</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>Karte</translation>
    </message>
    <message>
      <source>Map coordinates of the pixel's centre</source>
      <translation>Kartenkoordinaten der Pixelmitte</translation>
    </message>
    <message>
      <source>Map exported</source>
      <translation>Karte exportiert</translation>
    </message>
    <message>
      <source>map of clusters of any extent and direction, the largest first</source>
      <translation>Karte aus Clustern beliebiger Ausdehnung und Richtung, der größte zuerst</translation>
    </message>
    <message>
      <source>map of clusters of similar pixels, the largest first</source>
      <translation>Karte aus Clustern ähnlicher Pixel, der größte zuerst</translation>
    </message>
    <message>
      <source>map of the spectrum whose absorptions fit best; fit and depth lie beside it</source>
      <translation>Karte des Spektrums, dessen Absorptionen am besten passen; daneben Übereinstimmung und Tiefe</translation>
    </message>
    <message>
      <source>map of the spectrum with the smallest angle; the angle lies beside it</source>
      <translation>Karte des Spektrums mit dem kleinsten Winkel; daneben der Winkel</translation>
    </message>
    <message>
      <source>Map, accuracy, areas, spectra and doubts on a page that stands alone</source>
      <translation>Karte, Genauigkeit, Flächen, Spektren und Zweifel auf einer eigenständigen Seite</translation>
    </message>
    <message>
      <source>map: {0}, {1:.2f}</source>
      <translation>Karte: {0}, {1:.2f}</translation>
    </message>
    <message>
      <source>Mapped</source>
      <translation>Kartiert</translation>
    </message>
    <message>
      <source>Mapped {0}: {1} of {2!r} ({3}).</source>
      <translation>Kartiert {0}: {1} von {2!r} ({3}).</translation>
    </message>
    <message>
      <source>Maps of the methods</source>
      <translation>Karten der Verfahren</translation>
    </message>
    <message>
      <source>Margin</source>
      <translation>Vorsprung</translation>
    </message>
    <message>
      <source>Mark the ten pixels whose labels would help most; N goes to the next, a digit labels it</source>
      <translation>Die zehn Pixel markieren, deren Labels am meisten helfen; N geht zum nächsten, eine Ziffer labelt es</translation>
    </message>
    <message>
      <source>Mark where chlorophyll, water, clay and others absorb</source>
      <translation>Markieren, wo Chlorophyll, Wasser, Ton und andere absorbieren</translation>
    </message>
    <message>
      <source>Match classes</source>
      <translation>Klassen zuordnen</translation>
    </message>
    <message>
      <source>Match reference classes...</source>
      <translation>Klassen der Referenz zuordnen...</translation>
    </message>
    <message>
      <source>Match the scene with a library...</source>
      <translation>Szene mit einer Bibliothek vergleichen...</translation>
    </message>
    <message>
      <source>Match with library...</source>
      <translation>Mit Bibliothek vergleichen...</translation>
    </message>
    <message>
      <source>Matched filter</source>
      <translation>Angepasstes Filter</translation>
    </message>
    <message>
      <source>matched filter after whitening the noise, and its infeasibility</source>
      <translation>angepasstes Filter nach dem Weißen des Rauschens, und seine Unmöglichkeit</translation>
    </message>
    <message>
      <source>McNemar p</source>
      <translation>McNemar p</translation>
    </message>
    <message>
      <source>Mean of 3 x 3 pixels</source>
      <translation>Mittel aus 3 x 3 Pixeln</translation>
    </message>
    <message>
      <source>Mean of 5 x 5 pixels</source>
      <translation>Mittel aus 5 x 5 Pixeln</translation>
    </message>
    <message>
      <source>Measured</source>
      <translation>Gemessen</translation>
    </message>
    <message>
      <source>Measured against the reference map; labels of each run are left out. McNemar's test compares each map with the first: below 0.05, the difference is more than chance.</source>
      <translation>Gemessen an der Referenzkarte; die Labels jedes Laufs bleiben außen vor. McNemars Test vergleicht jede Karte mit der ersten: Unter 0,05 ist der Unterschied mehr als Zufall.</translation>
    </message>
    <message>
      <source>Measured on other scenes</source>
      <translation>Gemessen an anderen Szenen</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Merge</source>
      <translation>Verschmelzen</translation>
    </message>
    <message>
      <source>Merge class</source>
      <translation>Klasse verschmelzen</translation>
    </message>
    <message>
      <source>Merge class...</source>
      <translation>Klasse verschmelzen...</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Method at the start</source>
      <translation>Verfahren beim Start</translation>
    </message>
    <message>
      <source>Methods</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Methods that have no such preset use quick; paper takes far longer</source>
      <translation>Verfahren ohne diese Vorgabe nehmen quick; paper dauert weit länger</translation>
    </message>
    <message>
      <source>Mg-OH depth at 2310 nm</source>
      <translation>Mg-OH-Tiefe bei 2310 nm</translation>
    </message>
    <message>
      <source>MiniLM (offline)</source>
      <translation>MiniLM (offline)</translation>
    </message>
    <message>
      <source>Minimum - maximum</source>
      <translation>Minimum - Maximum</translation>
    </message>
    <message>
      <source>Minimum noise fraction</source>
      <translation>Minimum Noise Fraction</translation>
    </message>
    <message>
      <source>Mixture-tuned matched filter</source>
      <translation>Mischungsangepasstes Filter (MTMF)</translation>
    </message>
    <message>
      <source>Model by name…</source>
      <translation>Modell nach Namen…</translation>
    </message>
    <message>
      <source>Model folder…</source>
      <translation>Modellordner…</translation>
    </message>
    <message>
      <source>moist leaves and soil bright (Gao 1996)</source>
      <translation>feuchte Blätter und Böden hell (Gao 1996)</translation>
    </message>
    <message>
      <source>Moisture index (NDMI)</source>
      <translation>Feuchteindex (NDMI)</translation>
    </message>
    <message>
      <source>moisture, burnt areas and built-up land</source>
      <translation>Feuchte, Brandflächen und bebautes Land</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Mehr</translation>
    </message>
    <message>
      <source>More pairs like these: {0}.</source>
      <translation>Weitere solche Paare: {0}.</translation>
    </message>
    <message>
      <source>Move class</source>
      <translation>Klasse verschieben</translation>
    </message>
    <message>
      <source>Move class down</source>
      <translation>Klasse nach unten</translation>
    </message>
    <message>
      <source>Move class up</source>
      <translation>Klasse nach oben</translation>
    </message>
    <message>
      <source>Move over the map to see spectra; click a pixel to keep its spectrum</source>
      <translation>Fahren Sie über die Karte, um Spektren zu sehen; ein Klick behält das Spektrum</translation>
    </message>
    <message>
      <source>n = {0} reference pixels; pixels with labels of yours are left out</source>
      <translation>n = {0} Referenzpixel; Pixel mit Ihren Labels bleiben außen vor</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Name absorptions</source>
      <translation>Absorptionen benennen</translation>
    </message>
    <message>
      <source>Name each pixel by the spectrum of a library that fits best</source>
      <translation>Jedes Pixel nach dem Spektrum einer Bibliothek benennen, das am besten passt</translation>
    </message>
    <message>
      <source>Name in the file</source>
      <translation>Name in der Datei</translation>
    </message>
    <message>
      <source>Name in the library</source>
      <translation>Name in der Bibliothek</translation>
    </message>
    <message>
      <source>Name of a Hugging Face model, such as BAAI/bge-large-en-v1.5</source>
      <translation>Name eines Hugging-Face-Modells, etwa BAAI/bge-large-en-v1.5</translation>
    </message>
    <message>
      <source>Name of the new class</source>
      <translation>Name der neuen Klasse</translation>
    </message>
    <message>
      <source>Name of the place:</source>
      <translation>Name des Ortes:</translation>
    </message>
    <message>
      <source>Name:</source>
      <translation>Name:</translation>
    </message>
    <message>
      <source>Names and style lie beside it as .aux.xml and .qml; keep them together.</source>
      <translation>Namen und Stil liegen als .aux.xml und .qml daneben; halten Sie sie zusammen.</translation>
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
      <translation>Neue Klasse {0}</translation>
    </message>
    <message>
      <source>New id</source>
      <translation>Neue ID</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Next doubtful label</source>
      <translation>Nächstes zweifelhaftes Label</translation>
    </message>
    <message>
      <source>Next label</source>
      <translation>Nächstes Label</translation>
    </message>
    <message>
      <source>No class of the map ({0})</source>
      <translation>Keine Klasse der Karte ({0})</translation>
    </message>
    <message>
      <source>No classes yet</source>
      <translation>Noch keine Klassen</translation>
    </message>
    <message>
      <source>No command fits</source>
      <translation>Kein Befehl passt</translation>
    </message>
    <message>
      <source>no CRS</source>
      <translation>kein KRS</translation>
    </message>
    <message>
      <source>No jobs yet</source>
      <translation>Noch keine Aufträge</translation>
    </message>
    <message>
      <source>No known sensor has these bands</source>
      <translation>Kein bekannter Sensor hat so viele Bänder</translation>
    </message>
    <message>
      <source>No library is open</source>
      <translation>Keine Bibliothek geöffnet</translation>
    </message>
    <message>
      <source>no nodata value</source>
      <translation>kein Nodata-Wert</translation>
    </message>
    <message>
      <source>no pixel is left to suggest</source>
      <translation>kein Pixel ist mehr übrig</translation>
    </message>
    <message>
      <source>No reference map</source>
      <translation>Keine Referenzkarte</translation>
    </message>
    <message>
      <source>No reference pixel shares its patch with a label.</source>
      <translation>Kein Referenzpixel teilt seinen Ausschnitt mit einem Label.</translation>
    </message>
    <message>
      <source>No result yet</source>
      <translation>Noch kein Ergebnis</translation>
    </message>
    <message>
      <source>No scene is open</source>
      <translation>Keine Szene geöffnet</translation>
    </message>
    <message>
      <source>no setting</source>
      <translation>keine Einstellung</translation>
    </message>
    <message>
      <source>No suggestions: {0}</source>
      <translation>Keine Vorschläge: {0}</translation>
    </message>
    <message>
      <source>No wavelengths: set them</source>
      <translation>Keine Wellenlängen: angeben</translation>
    </message>
    <message>
      <source>Nodata</source>
      <translation>Nodata</translation>
    </message>
    <message>
      <source>nodata {0}</source>
      <translation>Nodata {0}</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>none of these</source>
      <translation>keine davon</translation>
    </message>
    <message>
      <source>Normalised</source>
      <translation>Normalisiert</translation>
    </message>
    <message>
      <source>normalised</source>
      <translation>normalisiert</translation>
    </message>
    <message>
      <source>Not found, so left as they are: {0}.</source>
      <translation>Nicht gefunden, daher unverändert: {0}.</translation>
    </message>
    <message>
      <source>not saved!</source>
      <translation>nicht gespeichert!</translation>
    </message>
    <message>
      <source>not started</source>
      <translation>nicht begonnen</translation>
    </message>
    <message>
      <source>Not tested, as they lie in one place: {0}.</source>
      <translation>Nicht geprüft, da sie an einer Stelle liegen: {0}.</translation>
    </message>
    <message>
      <source>not understood: {0}</source>
      <translation>nicht verstanden: {0}</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nichts</translation>
    </message>
    <message>
      <source>Nothing found. Try fewer or shorter words.</source>
      <translation>Nichts gefunden. Versuchen Sie es mit weniger oder kürzeren Wörtern.</translation>
    </message>
    <message>
      <source>Nothing found; try another word.</source>
      <translation>Nichts gefunden; versuchen Sie ein anderes Wort.</translation>
    </message>
    <message>
      <source>nothing that can be measured was understood</source>
      <translation>nichts Messbares verstanden</translation>
    </message>
    <message>
      <source>Nothing to compare</source>
      <translation>Nichts zu vergleichen</translation>
    </message>
    <message>
      <source>Number of a band, counted from 1</source>
      <translation>Nummer eines Bands, ab 1 gezählt</translation>
    </message>
    <message>
      <source>Number of a band, counted from 1, or a wavelength such as 660 nm</source>
      <translation>Nummer eines Bands, ab 1 gezählt, oder eine Wellenlänge wie 660 nm</translation>
    </message>
    <message>
      <source>number of bands, odd</source>
      <translation>Zahl der Bänder, ungerade</translation>
    </message>
    <message>
      <source>number of clusters</source>
      <translation>Zahl der Cluster</translation>
    </message>
    <message>
      <source>number of columns; 0 for all</source>
      <translation>Zahl der Spalten; 0 für alle</translation>
    </message>
    <message>
      <source>number of components</source>
      <translation>Zahl der Komponenten</translation>
    </message>
    <message>
      <source>number of endmembers; 0 takes the dimension of the signal</source>
      <translation>Zahl der Endmember; 0 nimmt die Dimension des Signals</translation>
    </message>
    <message>
      <source>number of fractions that are kept</source>
      <translation>Zahl der Anteile, die bleiben</translation>
    </message>
    <message>
      <source>Number of labelled pixels</source>
      <translation>Zahl der gelabelten Pixel</translation>
    </message>
    <message>
      <source>number of rows; 0 for all</source>
      <translation>Zahl der Zeilen; 0 für alle</translation>
    </message>
    <message>
      <source>Of menus, panels and dialogs</source>
      <translation>In Menüs, Feldern und Dialogen</translation>
    </message>
    <message>
      <source>Of one training with its map</source>
      <translation>Eines Trainings mit seiner Karte</translation>
    </message>
    <message>
      <source>of random choices</source>
      <translation>der zufälligen Auswahl</translation>
    </message>
    <message>
      <source>of the pixels that are darker</source>
      <translation>der Pixel, die dunkler sind</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Aus</translation>
    </message>
    <message>
      <source>Offset</source>
      <translation>Offset</translation>
    </message>
    <message>
      <source>on the map</source>
      <translation>auf der Karte</translation>
    </message>
    <message>
      <source>One band at least has to stay good.</source>
      <translation>Mindestens ein Band muss gut bleiben.</translation>
    </message>
    <message>
      <source>One band, or three for red, green and blue</source>
      <translation>Ein Band oder drei für Rot, Grün und Blau</translation>
    </message>
    <message>
      <source>one number, or a list</source>
      <translation>eine Zahl oder eine Liste</translation>
    </message>
    <message>
      <source>One to one</source>
      <translation>Eins zu eins</translation>
    </message>
    <message>
      <source>only listed under Jobs</source>
      <translation>nur unter Aufträge gelistet</translation>
    </message>
    <message>
      <source>Only where the maps differ</source>
      <translation>Nur wo die Karten abweichen</translation>
    </message>
    <message>
      <source>Opacity of new maps</source>
      <translation>Deckkraft neuer Karten</translation>
    </message>
    <message>
      <source>Opacity of the layer {0}</source>
      <translation>Deckkraft der Ebene {0}</translation>
    </message>
    <message>
      <source>Opacity of {0}</source>
      <translation>Deckkraft: {0}</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Open a cube to see the spectrum of every pixel.</source>
      <translation>Öffnen Sie einen Würfel, um das Spektrum jedes Pixels zu sehen.</translation>
    </message>
    <message>
      <source>Open a cube, label it and train a method first.</source>
      <translation>Öffnen Sie einen Würfel, labeln Sie ihn und trainieren Sie zuerst ein Verfahren.</translation>
    </message>
    <message>
      <source>Open a cube; then add a class for everything that the map should tell apart.</source>
      <translation>Öffnen Sie einen Würfel; fügen Sie dann eine Klasse für alles hinzu, was die Karte unterscheiden soll.</translation>
    </message>
    <message>
      <source>Open a hyperspectral cube</source>
      <translation>Öffnen Sie einen Hyperspektralwürfel</translation>
    </message>
    <message>
      <source>Open a hyperspectral cube, or a project with its labels</source>
      <translation>Einen Hyperspektralwürfel oder ein Projekt mit seinen Labels öffnen</translation>
    </message>
    <message>
      <source>Open a scene first.</source>
      <translation>Öffnen Sie zuerst eine Szene.</translation>
    </message>
    <message>
      <source>Open a scene to see it as a cube.</source>
      <translation>Öffnen Sie eine Szene, um sie als Würfel zu sehen.</translation>
    </message>
    <message>
      <source>Open a scene to see its bands.</source>
      <translation>Öffnen Sie eine Szene, um ihre Bänder zu sehen.</translation>
    </message>
    <message>
      <source>Open one to find materials, compute indices or group its pixels.</source>
      <translation>Öffnen Sie eine, um Materialien zu suchen, Indizes zu berechnen oder ihre Pixel zu gruppieren.</translation>
    </message>
    <message>
      <source>Open one with Ctrl+L; the spectra that fit the selected pixel best are listed here.</source>
      <translation>Öffnen Sie eine mit Strg+L; die Spektren, die am besten zum gewählten Pixel passen, stehen dann hier.</translation>
    </message>
    <message>
      <source>Open recent</source>
      <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
      <source>Open sample scene</source>
      <translation>Beispielszene öffnen</translation>
    </message>
    <message>
      <source>Open spectral libraries</source>
      <translation>Spektralbibliotheken öffnen</translation>
    </message>
    <message>
      <source>Open spectral library</source>
      <translation>Spektralbibliothek öffnen</translation>
    </message>
    <message>
      <source>Open the folder with the log and with reports of unexpected errors</source>
      <translation>Den Ordner mit dem Protokoll und Berichten unerwarteter Fehler öffnen</translation>
    </message>
    <message>
      <source>Open the guide at the chapter of the panel that you work in</source>
      <translation>Das Handbuch beim Kapitel des Bereichs öffnen, in dem Sie arbeiten</translation>
    </message>
    <message>
      <source>open water bright (McFeeters 1996)</source>
      <translation>offenes Wasser hell (McFeeters 1996)</translation>
    </message>
    <message>
      <source>Open {0}</source>
      <translation>{0} öffnen</translation>
    </message>
    <message>
      <source>Open...</source>
      <translation>Öffnen...</translation>
    </message>
    <message>
      <source>Opened lately</source>
      <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
      <source>Order of the axes</source>
      <translation>Reihenfolge der Achsen</translation>
    </message>
    <message>
      <source>Outlines</source>
      <translation>Umrisse</translation>
    </message>
    <message>
      <source>Overall accuracy</source>
      <translation>Gesamtgenauigkeit</translation>
    </message>
    <message>
      <source>Overall accuracy: mean and standard deviation over the rounds</source>
      <translation>Gesamtgenauigkeit: Mittel und Standardabweichung über die Runden</translation>
    </message>
    <message>
      <source>Overall accuracy: share of the reference pixels that are mapped right</source>
      <translation>Gesamtgenauigkeit: Anteil der Referenzpixel, die richtig kartiert sind</translation>
    </message>
    <message>
      <source>overlap</source>
      <translation>Überlappung</translation>
    </message>
    <message>
      <source>Own choice</source>
      <translation>Eigene Wahl</translation>
    </message>
    <message>
      <source>Own limits</source>
      <translation>Eigene Grenzen</translation>
    </message>
    <message>
      <source>Page of the guide</source>
      <translation>Seite des Handbuchs</translation>
    </message>
    <message>
      <source>Paint</source>
      <translation>Malen</translation>
    </message>
    <message>
      <source>Paint the current class; [ and ] change the size</source>
      <translation>Die aktuelle Klasse malen; [ und ] ändern die Größe</translation>
    </message>
    <message>
      <source>Panels</source>
      <translation>Bedienfelder</translation>
    </message>
    <message>
      <source>Paste the answer here</source>
      <translation>Die Antwort hier einfügen</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Pause or continue</source>
      <translation>Anhalten oder fortsetzen</translation>
    </message>
    <message>
      <source>paused</source>
      <translation>angehalten</translation>
    </message>
    <message>
      <source>Phrase to find in the scene</source>
      <translation>Begriff, der in der Szene gesucht wird</translation>
    </message>
    <message>
      <source>Pictures (*.png)</source>
      <translation>Bilder (*.png)</translation>
    </message>
    <message>
      <source>Pin spectrum</source>
      <translation>Spektrum anheften</translation>
    </message>
    <message>
      <source>pin: {0}</source>
      <translation>Pin: {0}</translation>
    </message>
    <message>
      <source>Pixel size</source>
      <translation>Pixelgröße</translation>
    </message>
    <message>
      <source>Pixel under the cursor: row, column</source>
      <translation>Pixel unter dem Zeiger: Zeile, Spalte</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Pixel</translation>
    </message>
    <message>
      <source>Pixels are drawn at random in each class of the map and written as points. Visit them or look at better pictures, fill in class_id, and load the file as reference map: accuracy and areas then hold for the whole map. As many as needed means a standard error of 1 % for the overall accuracy.</source>
      <translation>In jeder Klasse der Karte werden Pixel zufällig gezogen und als Punkte geschrieben. Besuchen Sie sie oder sehen Sie bessere Bilder an, tragen Sie class_id ein und laden Sie die Datei als Referenzkarte: Genauigkeit und Flächen gelten dann für die ganze Karte. „So viele wie nötig“ bedeutet einen Standardfehler von 1 % für die Gesamtgenauigkeit.</translation>
    </message>
    <message>
      <source>Pixels in all</source>
      <translation>Pixel insgesamt</translation>
    </message>
    <message>
      <source>Pixels that a cell of the confusion matrix counts.</source>
      <translation>Pixel, die eine Zelle der Konfusionsmatrix zählt.</translation>
    </message>
    <message>
      <source>Pixels to visit</source>
      <translation>Zu besuchende Pixel</translation>
    </message>
    <message>
      <source>Pixels to visit...</source>
      <translation>Zu besuchende Pixel...</translation>
    </message>
    <message>
      <source>Pixels whose class is less probable stay without a class.</source>
      <translation>Pixel, deren Klasse weniger wahrscheinlich ist, bleiben ohne Klasse.</translation>
    </message>
    <message>
      <source>Pixels, per cent and hectares of each class; corrected by the reference</source>
      <translation>Pixel, Prozent und Hektar jeder Klasse; durch die Referenz korrigiert</translation>
    </message>
    <message>
      <source>Place</source>
      <translation>Lage</translation>
    </message>
    <message>
      <source>Place {0}</source>
      <translation>Ort {0}</translation>
    </message>
    <message>
      <source>Point</source>
      <translation>Punkt</translation>
    </message>
    <message>
      <source>Polygon</source>
      <translation>Polygon</translation>
    </message>
    <message>
      <source>Polygon erased</source>
      <translation>Polygon gelöscht</translation>
    </message>
    <message>
      <source>position of the red edge</source>
      <translation>Lage der roten Kante</translation>
    </message>
    <message>
      <source>Pre-train</source>
      <translation>Vortrainieren</translation>
    </message>
    <message>
      <source>Pre-trained encoder</source>
      <translation>Vortrainierter Kodierer</translation>
    </message>
    <message>
      <source>pre-training</source>
      <translation>Vortraining</translation>
    </message>
    <message>
      <source>Pre-training and training run here in the background; the window stays free for labelling meanwhile.</source>
      <translation>Vortraining und Training laufen hier im Hintergrund; das Fenster bleibt so lange frei zum Labeln.</translation>
    </message>
    <message>
      <source>Prec.</source>
      <translation>Präz.</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Präzision</translation>
    </message>
    <message>
      <source>Precision (user's accuracy): share of the pixels mapped as the class that are it in the reference</source>
      <translation>Präzision (Nutzergenauigkeit): Anteil der als die Klasse kartierten Pixel, die es in der Referenz sind</translation>
    </message>
    <message>
      <source>predicting</source>
      <translation>Vorhersage</translation>
    </message>
    <message>
      <source>Preferences</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Preferences...</source>
      <translation>Einstellungen...</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>Vorgabe</translation>
    </message>
    <message>
      <source>Preset at the start</source>
      <translation>Vorgabe beim Start</translation>
    </message>
    <message>
      <source>preset's choice</source>
      <translation>wie die Vorgabe</translation>
    </message>
    <message>
      <source>Press Ctrl+E and choose a place: a GeoTIFF with colours and names that QGIS opens. That was the whole way; your own scene is one Ctrl+O away.</source>
      <translation>Drücken Sie Strg+E und wählen Sie einen Ort: ein GeoTIFF mit Farben und Namen, das QGIS öffnet. Das war der ganze Weg; Ihre eigene Szene öffnet Strg+O.</translation>
    </message>
    <message>
      <source>Press Ctrl+O, drop a file here, or try the sample scene.</source>
      <translation>Drücken Sie Strg+O, ziehen Sie eine Datei hierher oder probieren Sie die Beispielszene.</translation>
    </message>
    <message>
      <source>Press Start. A process of its own trains for up to a minute; the map then lies over the scene, with its confidence under Layers.</source>
      <translation>Drücken Sie Start. Ein eigener Prozess trainiert bis zu einer Minute; die Karte liegt dann über der Szene, ihre Sicherheit unter Ebenen.</translation>
    </message>
    <message>
      <source>Press {0} to choose {1!r}</source>
      <translation>{0} drücken, um {1!r} zu wählen</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
    <message>
      <source>Previous label</source>
      <translation>Voriges Label</translation>
    </message>
    <message>
      <source>Principal components</source>
      <translation>Hauptkomponenten</translation>
    </message>
    <message>
      <source>principal components that are compared</source>
      <translation>Hauptkomponenten, die verglichen werden</translation>
    </message>
    <message>
      <source>principal components that are compared; 0 chooses by the window</source>
      <translation>Hauptkomponenten, die verglichen werden; 0 richtet sich nach dem Fenster</translation>
    </message>
    <message>
      <source>Probability of one class, 0 to 1.</source>
      <translation>Wahrscheinlichkeit einer Klasse, 0 bis 1.</translation>
    </message>
    <message>
      <source>Probability of the chosen class</source>
      <translation>Wahrscheinlichkeit der gewählten Klasse</translation>
    </message>
    <message>
      <source>Probability of {0}</source>
      <translation>Wahrscheinlichkeit von {0}</translation>
    </message>
    <message>
      <source>processor</source>
      <translation>Prozessor</translation>
    </message>
    <message>
      <source>Progress of the comparison</source>
      <translation>Fortschritt des Vergleichs</translation>
    </message>
    <message>
      <source>Progress of training</source>
      <translation>Fortschritt des Trainings</translation>
    </message>
    <message>
      <source>Project and data were copied to {0}.</source>
      <translation>Projekt und Daten wurden nach {0} kopiert.</translation>
    </message>
    <message>
      <source>Put the map as it is shown on the clipboard, with a legend</source>
      <translation>Die Karte, wie sie gezeigt wird, mit Legende in die Zwischenablage legen</translation>
    </message>
    <message>
      <source>Quantity</source>
      <translation>Messgröße</translation>
    </message>
    <message>
      <source>quantity unknown</source>
      <translation>Messgröße unbekannt</translation>
    </message>
    <message>
      <source>Quick for a processor, paper for a graphics card; from the next start</source>
      <translation>Quick für einen Prozessor, paper für eine Grafikkarte; ab dem nächsten Start</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Radial basis functions on standardised spectra; C and gamma are chosen by cross-validation inside the labels.</source>
      <translation>Radiale Basisfunktionen auf standardisierten Spektren; C und gamma werden durch Kreuzvalidierung innerhalb der Labels gewählt.</translation>
    </message>
    <message>
      <source>Radiance</source>
      <translation>Strahldichte</translation>
    </message>
    <message>
      <source>radiance</source>
      <translation>Strahldichte</translation>
    </message>
    <message>
      <source>Random forest</source>
      <translation>Random Forest</translation>
    </message>
    <message>
      <source>random weights</source>
      <translation>zufällige Gewichte</translation>
    </message>
    <message>
      <source>Range of the colours</source>
      <translation>Wertebereich der Farben</translation>
    </message>
    <message>
      <source>Range…</source>
      <translation>Wertebereich…</translation>
    </message>
    <message>
      <source>Rasters that the method sees beside the cube</source>
      <translation>Raster, die das Verfahren neben dem Würfel sieht</translation>
    </message>
    <message>
      <source>Read the pixel under the cursor</source>
      <translation>Das Pixel unter dem Zeiger lesen</translation>
    </message>
    <message>
      <source>Read the properties from a file</source>
      <translation>Die Eigenschaften aus einer Datei lesen</translation>
    </message>
    <message>
      <source>Reading or computing; the window stays usable</source>
      <translation>Es wird gelesen oder gerechnet; das Fenster bleibt benutzbar</translation>
    </message>
    <message>
      <source>Reading the texts…</source>
      <translation>Texte werden gelesen…</translation>
    </message>
    <message>
      <source>Recall</source>
      <translation>Trefferquote</translation>
    </message>
    <message>
      <source>Recall (producer's accuracy): share of the class's reference pixels that are mapped as it</source>
      <translation>Trefferquote (Herstellergenauigkeit): Anteil der Referenzpixel der Klasse, die als sie kartiert sind</translation>
    </message>
    <message>
      <source>Recordings of laboratory cameras become reflectance with a white and a dark reference. References beside the recording are found by their names. Write none to use none.</source>
      <translation>Aufnahmen von Laborkameras werden mit einer Weiß- und einer Dunkelreferenz zu Reflexion. Referenzen neben der Aufnahme werden an ihren Namen erkannt. Mit none wird keine verwendet.</translation>
    </message>
    <message>
      <source>Rectangle</source>
      <translation>Rechteck</translation>
    </message>
    <message>
      <source>Rectangle erased</source>
      <translation>Rechteck gelöscht</translation>
    </message>
    <message>
      <source>Red</source>
      <translation>Rot</translation>
    </message>
    <message>
      <source>Red edge</source>
      <translation>Rote Kante</translation>
    </message>
    <message>
      <source>red edge</source>
      <translation>rote Kante</translation>
    </message>
    <message>
      <source>Red, green, blue</source>
      <translation>Rot, Grün, Blau</translation>
    </message>
    <message>
      <source>redness</source>
      <translation>Rotanteil</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Reduce bands to components...</source>
      <translation>Bänder auf Komponenten reduzieren...</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>Referenz</translation>
    </message>
    <message>
      <source>Reference pixels</source>
      <translation>Referenzpixel</translation>
    </message>
    <message>
      <source>Reference pixels of the class</source>
      <translation>Referenzpixel der Klasse</translation>
    </message>
    <message>
      <source>Refine map</source>
      <translation>Karte verfeinern</translation>
    </message>
    <message>
      <source>Refine map...</source>
      <translation>Karte verfeinern...</translation>
    </message>
    <message>
      <source>Refined map: {0}</source>
      <translation>Verfeinerte Karte: {0}</translation>
    </message>
    <message>
      <source>Reflectance</source>
      <translation>Reflektanz</translation>
    </message>
    <message>
      <source>reflectance</source>
      <translation>Reflektanz</translation>
    </message>
    <message>
      <source>Reflectance of the white</source>
      <translation>Reflexion der Weißreferenz</translation>
    </message>
    <message>
      <source>Region spectrum</source>
      <translation>Flächenspektrum</translation>
    </message>
    <message>
      <source>region: {0} x {1} pixels</source>
      <translation>Fläche: {0} x {1} Pixel</translation>
    </message>
    <message>
      <source>Relabel</source>
      <translation>Umlabeln</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Remove all kept spectra</source>
      <translation>Alle behaltenen Spektren entfernen</translation>
    </message>
    <message>
      <source>Remove all kept spectra from the plot</source>
      <translation>Alle behaltenen Spektren aus dem Diagramm entfernen</translation>
    </message>
    <message>
      <source>Remove class</source>
      <translation>Klasse entfernen</translation>
    </message>
    <message>
      <source>Remove labels; [ and ] change the size</source>
      <translation>Labels entfernen; [ und ] ändern die Größe</translation>
    </message>
    <message>
      <source>Remove noise</source>
      <translation>Rauschen entfernen</translation>
    </message>
    <message>
      <source>Remove refinement</source>
      <translation>Verfeinerung entfernen</translation>
    </message>
    <message>
      <source>Remove the selected class and its labels; can be undone</source>
      <translation>Die gewählte Klasse und ihre Labels entfernen; lässt sich zurücknehmen</translation>
    </message>
    <message>
      <source>Remove {0}</source>
      <translation>{0} entfernen</translation>
    </message>
    <message>
      <source>Rename job</source>
      <translation>Auftrag umbenennen</translation>
    </message>
    <message>
      <source>Rename spectrum</source>
      <translation>Spektrum umbenennen</translation>
    </message>
    <message>
      <source>Rename...</source>
      <translation>Umbenennen...</translation>
    </message>
    <message>
      <source>Renumber class</source>
      <translation>Klasse umnummerieren</translation>
    </message>
    <message>
      <source>Repeat what was taken back</source>
      <translation>Wiederholen, was zurückgenommen wurde</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Ersetzen</translation>
    </message>
    <message>
      <source>Replace all of mine by those of the file</source>
      <translation>Alle meine durch die der Datei ersetzen</translation>
    </message>
    <message>
      <source>Replace files</source>
      <translation>Dateien ersetzen</translation>
    </message>
    <message>
      <source>Replaces {0}.</source>
      <translation>Ersetzt {0}.</translation>
    </message>
    <message>
      <source>Reports and log</source>
      <translation>Berichte und Protokoll</translation>
    </message>
    <message>
      <source>Reset all</source>
      <translation>Alle zurücksetzen</translation>
    </message>
    <message>
      <source>Reset to preset</source>
      <translation>Auf Vorgabe zurücksetzen</translation>
    </message>
    <message>
      <source>Result</source>
      <translation>Ergebnis</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Richtig</translation>
    </message>
    <message>
      <source>Right-click to change colours and range.</source>
      <translation>Ein Rechtsklick ändert Farben und Wertebereich.</translation>
    </message>
    <message>
      <source>rise from 850 to 1250 nm</source>
      <translation>Anstieg von 850 bis 1250 nm</translation>
    </message>
    <message>
      <source>Rounds</source>
      <translation>Runden</translation>
    </message>
    <message>
      <source>Row and column (r 120 c 45), latitude and longitude (52.3917, 13.0576
or 52.4 N 13.1 E), UTM (33U 368000 5806000), or map coordinates (x y):</source>
      <translation>Zeile und Spalte (r 120 c 45), Breite und Länge (52.3917, 13.0576
oder 52.4 N 13.1 E), UTM (33U 368000 5806000) oder Kartenkoordinaten (x y):</translation>
    </message>
    <message>
      <source>row {0}, col {1}</source>
      <translation>Zeile {0}, Spalte {1}</translation>
    </message>
    <message>
      <source>Row {0}, column {1} by {2}, with its texts at that time</source>
      <translation>Zeile {0}, Spalte {1} nach {2}, mit seinen damaligen Texten</translation>
    </message>
    <message>
      <source>rows</source>
      <translation>Zeilen</translation>
    </message>
    <message>
      <source>Rows: reference. Columns: the map. Tint: share of the row. Click a cell to see its pixels on the map.</source>
      <translation>Zeilen: Referenz. Spalten: Karte. Tönung: Anteil an der Zeile. Ein Klick auf eine Zelle zeigt ihre Pixel auf der Karte.</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>Lauf</translation>
    </message>
    <message>
      <source>running</source>
      <translation>läuft</translation>
    </message>
    <message>
      <source>rust and red soil bright</source>
      <translation>Rost und roter Boden hell</translation>
    </message>
    <message>
      <source>S3FN</source>
      <translation>S3FN</translation>
    </message>
    <message>
      <source>sample</source>
      <translation>Stichprobe</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Save copy with data...</source>
      <translation>Kopie mit Daten speichern...</translation>
    </message>
    <message>
      <source>Save copy with data: name of a new folder</source>
      <translation>Kopie mit Daten speichern: Name eines neuen Ordners</translation>
    </message>
    <message>
      <source>Save elsewhere...</source>
      <translation>Anderswo speichern...</translation>
    </message>
    <message>
      <source>Save picture</source>
      <translation>Bild speichern</translation>
    </message>
    <message>
      <source>Save picture...</source>
      <translation>Bild speichern...</translation>
    </message>
    <message>
      <source>Save project as</source>
      <translation>Projekt speichern unter</translation>
    </message>
    <message>
      <source>Save project as...</source>
      <translation>Projekt speichern unter...</translation>
    </message>
    <message>
      <source>Save properties</source>
      <translation>Eigenschaften speichern</translation>
    </message>
    <message>
      <source>Save scene as</source>
      <translation>Szene speichern unter</translation>
    </message>
    <message>
      <source>Save scene as...</source>
      <translation>Szene speichern unter...</translation>
    </message>
    <message>
      <source>Save spectra</source>
      <translation>Spektren speichern</translation>
    </message>
    <message>
      <source>Save spectra...</source>
      <translation>Spektren speichern...</translation>
    </message>
    <message>
      <source>Save...</source>
      <translation>Speichern...</translation>
    </message>
    <message>
      <source>saved</source>
      <translation>gespeichert</translation>
    </message>
    <message>
      <source>Say what sets them apart.</source>
      <translation>Beschreiben Sie, was sie unterscheidet.</translation>
    </message>
    <message>
      <source>Say which bands are bad: water vapour, noise, broken detectors</source>
      <translation>Angeben, welche Bänder schlecht sind: Wasserdampf, Rauschen, defekte Detektoren</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>Skalierung</translation>
    </message>
    <message>
      <source>Scale bar and north arrow</source>
      <translation>Maßstab und Nordpfeil</translation>
    </message>
    <message>
      <source>Scene</source>
      <translation>Szene</translation>
    </message>
    <message>
      <source>Scene properties</source>
      <translation>Szeneneigenschaften</translation>
    </message>
    <message>
      <source>Scene properties (*{0});;All files (*)</source>
      <translation>Szeneneigenschaften (*{0});;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Scene properties...</source>
      <translation>Szeneneigenschaften...</translation>
    </message>
    <message>
      <source>Scenes and projects</source>
      <translation>Szenen und Projekte</translation>
    </message>
    <message>
      <source>Scores per class</source>
      <translation>Werte je Klasse</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Search descriptions</source>
      <translation>Beschreibungen suchen</translation>
    </message>
    <message>
      <source>Search settings</source>
      <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
      <source>Search shortcuts</source>
      <translation>Tastenkürzel suchen</translation>
    </message>
    <message>
      <source>Search the guide</source>
      <translation>Handbuch durchsuchen</translation>
    </message>
    <message>
      <source>Search: roof, crops, clay...</source>
      <translation>Suchen (englisch): roof, crops, clay...</translation>
    </message>
    <message>
      <source>Second map</source>
      <translation>Zweite Karte</translation>
    </message>
    <message>
      <source>Second view</source>
      <translation>Zweite Ansicht</translation>
    </message>
    <message>
      <source>Sections found</source>
      <translation>Gefundene Abschnitte</translation>
    </message>
    <message>
      <source>See what trainings can run on, and what to do if a card is not found</source>
      <translation>Sehen, worauf Trainings laufen können, und was zu tun ist, wenn eine Karte nicht gefunden wird</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Startwert</translation>
    </message>
    <message>
      <source>Seed and every parameter of the method</source>
      <translation>Startwert und alle Parameter des Verfahrens</translation>
    </message>
    <message>
      <source>Select</source>
      <translation>Auswählen</translation>
    </message>
    <message>
      <source>selected</source>
      <translation>gewählt</translation>
    </message>
    <message>
      <source>Selected pixel</source>
      <translation>Gewähltes Pixel</translation>
    </message>
    <message>
      <source>Sensor</source>
      <translation>Sensor</translation>
    </message>
    <message>
      <source>Set the training panel as this job was set</source>
      <translation>Den Bereich Training wie bei diesem Auftrag einstellen</translation>
    </message>
    <message>
      <source>Set what the file does not say: wavelengths, bad bands, nodata, scale, CRS</source>
      <translation>Angeben, was die Datei nicht sagt: Wellenlängen, schlechte Bänder, Nodata, Skalierung, Koordinatensystem</translation>
    </message>
    <message>
      <source>Several methods on the same labels: figures over rounds, maps and where they differ. Choose methods, press Compare, and use the map that convinces you.</source>
      <translation>Mehrere Verfahren mit denselben Markierungen: Zahlen über Runden, Karten und wo sie abweichen. Verfahren wählen, Vergleichen drücken und die Karte verwenden, die überzeugt.</translation>
    </message>
    <message>
      <source>Short-wave infrared</source>
      <translation>Kurzwelliges Infrarot</translation>
    </message>
    <message>
      <source>Shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>Show a single band; arrow keys go one band on</source>
      <translation>Ein einzelnes Band zeigen; Pfeiltasten gehen ein Band weiter</translation>
    </message>
    <message>
      <source>Show each pixel of the scene as one point of the screen</source>
      <translation>Jedes Pixel der Szene als einen Punkt des Bildschirms zeigen</translation>
    </message>
    <message>
      <source>Show how close the classes' texts are, and the selected pixel to each</source>
      <translation>Zeigt, wie nahe sich die Texte der Klassen sind und wie nahe das gewählte Pixel jedem ist</translation>
    </message>
    <message>
      <source>Show how evenly the classes share the probability: 0 is certain, 1 is open</source>
      <translation>Zeigt, wie gleichmäßig sich die Wahrscheinlichkeit auf die Klassen verteilt: 0 ist sicher, 1 ist offen</translation>
    </message>
    <message>
      <source>Show how far the most probable class is ahead of the second</source>
      <translation>Zeigt, wie weit die wahrscheinlichste Klasse vor der zweiten liegt</translation>
    </message>
    <message>
      <source>Show how probable the class is that is chosen in the table of classes</source>
      <translation>Zeigt, wie wahrscheinlich die in der Klassentabelle gewählte Klasse ist</translation>
    </message>
    <message>
      <source>Show in folder</source>
      <translation>Im Ordner zeigen</translation>
    </message>
    <message>
      <source>Show less, larger; the wheel does so at the cursor</source>
      <translation>Weniger zeigen, größer; das Rad tut es am Zeiger</translation>
    </message>
    <message>
      <source>Show map</source>
      <translation>Karte zeigen</translation>
    </message>
    <message>
      <source>Show mean and spread of each class's labels, or hide them</source>
      <translation>Mittel und Streuung der Labels jeder Klasse zeigen oder verbergen</translation>
    </message>
    <message>
      <source>Show more, smaller</source>
      <translation>Mehr zeigen, kleiner</translation>
    </message>
    <message>
      <source>Show or hide map</source>
      <translation>Karte zeigen oder verbergen</translation>
    </message>
    <message>
      <source>Show single bands and indices in these colours</source>
      <translation>Einzelne Bänder und Indizes in diesen Farben zeigen</translation>
    </message>
    <message>
      <source>Show spectra as they are</source>
      <translation>Spektren zeigen, wie sie sind</translation>
    </message>
    <message>
      <source>Show spectra without their brightness</source>
      <translation>Spektren ohne ihre Helligkeit zeigen</translation>
    </message>
    <message>
      <source>Show the map as its run has left it</source>
      <translation>Zeigt die Karte, wie ihr Lauf sie hinterlassen hat</translation>
    </message>
    <message>
      <source>Show the map that this job has made</source>
      <translation>Die Karte zeigen, die dieser Auftrag erzeugt hat</translation>
    </message>
    <message>
      <source>Show the mean spectrum of each class's labels in the class's colour</source>
      <translation>Das mittlere Spektrum der Labels jeder Klasse in ihrer Farbe zeigen</translation>
    </message>
    <message>
      <source>Show the ratio or the normalised difference of two bands</source>
      <translation>Das Verhältnis oder die normalisierte Differenz zweier Bänder zeigen</translation>
    </message>
    <message>
      <source>Show the reference map in the colours of the classes</source>
      <translation>Zeigt die Referenzkarte in den Farben der Klassen</translation>
    </message>
    <message>
      <source>Show the result in this view, too</source>
      <translation>Das Ergebnis auch in dieser Ansicht zeigen</translation>
    </message>
    <message>
      <source>Show the result left of a line only; drag the line</source>
      <translation>Das Ergebnis nur links einer Linie zeigen; die Linie lässt sich ziehen</translation>
    </message>
    <message>
      <source>Show the scene as a cube with the spectra of its edges; drag to turn it</source>
      <translation>Die Szene als Würfel mit den Spektren ihrer Ränder zeigen; Ziehen dreht ihn</translation>
    </message>
    <message>
      <source>Show the scene twice, side by side, with other bands or layers</source>
      <translation>Die Szene zweimal nebeneinander zeigen, mit anderen Bändern oder Ebenen</translation>
    </message>
    <message>
      <source>Show the slope of spectra; edges become peaks</source>
      <translation>Die Steigung der Spektren zeigen; Kanten werden zu Spitzen</translation>
    </message>
    <message>
      <source>Show the whole scene</source>
      <translation>Die ganze Szene zeigen</translation>
    </message>
    <message>
      <source>Show where spectra are unlike all labels, and the map says little</source>
      <translation>Zeigt, wo Spektren keinem Label ähneln und die Karte wenig sagt</translation>
    </message>
    <message>
      <source>Show where the map agrees with the reference, and where it does not</source>
      <translation>Zeigt, wo die Karte mit der Referenz übereinstimmt und wo nicht</translation>
    </message>
    <message>
      <source>Show {0}</source>
      <translation>{0} zeigen</translation>
    </message>
    <message>
      <source>shown again</source>
      <translation>wieder gezeigt</translation>
    </message>
    <message>
      <source>Shown result</source>
      <translation>Gezeigtes Ergebnis</translation>
    </message>
    <message>
      <source>side of the square around it, in pixels</source>
      <translation>Seite des Quadrats darum, in Pixeln</translation>
    </message>
    <message>
      <source>side of the square that may hold the anomaly, in pixels</source>
      <translation>Seite des Quadrats, in dem die Anomalie liegen kann, in Pixeln</translation>
    </message>
    <message>
      <source>Similarity of the selected pixel to the classes</source>
      <translation>Ähnlichkeit des gewählten Pixels mit den Klassen</translation>
    </message>
    <message>
      <source>Single band</source>
      <translation>Einzelnes Band</translation>
    </message>
    <message>
      <source>Single pixel</source>
      <translation>Einzelnes Pixel</translation>
    </message>
    <message>
      <source>Size of text</source>
      <translation>Schriftgröße</translation>
    </message>
    <message>
      <source>Skip suggestion</source>
      <translation>Vorschlag überspringen</translation>
    </message>
    <message>
      <source>Smaller brush</source>
      <translation>Pinsel kleiner</translation>
    </message>
    <message>
      <source>Smallest area</source>
      <translation>Kleinste Fläche</translation>
    </message>
    <message>
      <source>Smooth the map, leave doubtful pixels out, remove small areas; with a preview</source>
      <translation>Glättet die Karte, lässt zweifelhafte Pixel aus und entfernt kleine Flächen; mit Vorschau</translation>
    </message>
    <message>
      <source>Smoothing</source>
      <translation>Glättung</translation>
    </message>
    <message>
      <source>smoothing {0:g}</source>
      <translation>Glättung {0:g}</translation>
    </message>
    <message>
      <source>So few rounds cannot tell luck from merit for certain; {0} or more can.</source>
      <translation>So wenige Runden können Glück und Können nicht sicher trennen; {0} oder mehr können es.</translation>
    </message>
    <message>
      <source>Some labels of {0!r} become a class of their own, with the same description to begin with.</source>
      <translation>Einige Labels von {0!r} werden eine eigene Klasse, zunächst mit derselben Beschreibung.</translation>
    </message>
    <message>
      <source>Source: {0}</source>
      <translation>Quelle: {0}</translation>
    </message>
    <message>
      <source>Spectra</source>
      <translation>Spektren</translation>
    </message>
    <message>
      <source>Spectra of one library or several, resampled to the scene's bands; those that fit the selected pixel best come first.</source>
      <translation>Spektren einer oder mehrerer Bibliotheken, auf die Bänder der Szene umgerechnet; die am besten zum gewählten Pixel passenden stehen zuerst.</translation>
    </message>
    <message>
      <source>spectra rebuilt from the noise fractions with the most signal</source>
      <translation>Spektren, aus den Rauschanteilen mit dem meisten Signal neu gebildet</translation>
    </message>
    <message>
      <source>Spectral angle</source>
      <translation>Spektralwinkel</translation>
    </message>
    <message>
      <source>Spectral angle to the clicked pixel in degrees; also changes the area that was grown last</source>
      <translation>Spektralwinkel zum angeklickten Pixel in Grad; ändert auch die zuletzt gewachsene Fläche</translation>
    </message>
    <message>
      <source>Spectral information divergence</source>
      <translation>Spektrale Informationsdivergenz</translation>
    </message>
    <message>
      <source>Spectrum</source>
      <translation>Spektrum</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>Teilen</translation>
    </message>
    <message>
      <source>Split class</source>
      <translation>Klasse teilen</translation>
    </message>
    <message>
      <source>Split class...</source>
      <translation>Klasse teilen...</translation>
    </message>
    <message>
      <source>squared Mahalanobis distance from the own cluster of similar pixels</source>
      <translation>quadrierter Mahalanobis-Abstand vom eigenen Cluster ähnlicher Pixel</translation>
    </message>
    <message>
      <source>squared Mahalanobis distance from the pixels around</source>
      <translation>quadrierter Mahalanobis-Abstand von den Pixeln ringsum</translation>
    </message>
    <message>
      <source>squared Mahalanobis distance from the whole scene</source>
      <translation>quadrierter Mahalanobis-Abstand von der ganzen Szene</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Starten</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Beginnen mit</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Beginnt</translation>
    </message>
    <message>
      <source>Starting…</source>
      <translation>Beginnt…</translation>
    </message>
    <message>
      <source>statistics</source>
      <translation>Statistik</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stop and quit</source>
      <translation>Anhalten und beenden</translation>
    </message>
    <message>
      <source>Stop reading</source>
      <translation>Lesen abbrechen</translation>
    </message>
    <message>
      <source>Stop reading the file; nothing is changed</source>
      <translation>Das Lesen der Datei abbrechen; nichts wird verändert</translation>
    </message>
    <message>
      <source>Stop the running job</source>
      <translation>Den laufenden Auftrag anhalten</translation>
    </message>
    <message>
      <source>Stop writing ({0} %)</source>
      <translation>Schreiben anhalten ({0} %)</translation>
    </message>
    <message>
      <source>Stored values are divided by this</source>
      <translation>Gespeicherte Werte werden hierdurch geteilt</translation>
    </message>
    <message>
      <source>Stretch</source>
      <translation>Streckung</translation>
    </message>
    <message>
      <source>Stretch at the start</source>
      <translation>Streckung am Anfang</translation>
    </message>
    <message>
      <source>Suggest no more pixels (U)</source>
      <translation>Keine Pixel mehr vorschlagen (U)</translation>
    </message>
    <message>
      <source>Suggest pixels</source>
      <translation>Pixel vorschlagen</translation>
    </message>
    <message>
      <source>Suits a computer without a GPU</source>
      <translation>Für Rechner ohne GPU</translation>
    </message>
    <message>
      <source>Support vector machine</source>
      <translation>Support Vector Machine</translation>
    </message>
    <message>
      <source>Swipe</source>
      <translation>Überblenden</translation>
    </message>
    <message>
      <source>Switch theme</source>
      <translation>Thema wechseln</translation>
    </message>
    <message>
      <source>Table (*.csv);;ENVI spectral library (*.sli);;Picture (*.png);;Drawing (*.svg)</source>
      <translation>Tabelle (*.csv);;ENVI-Spektralbibliothek (*.sli);;Bild (*.png);;Zeichnung (*.svg)</translation>
    </message>
    <message>
      <source>Take an ended job off this list, with its map</source>
      <translation>Einen beendeten Auftrag mit seiner Karte von dieser Liste nehmen</translation>
    </message>
    <message>
      <source>Take names, colours and descriptions from a class file</source>
      <translation>Namen, Farben und Beschreibungen aus einer Klassendatei nehmen</translation>
    </message>
    <message>
      <source>Take the labels of a raster or vector file; can be undone</source>
      <translation>Die Labels einer Raster- oder Vektordatei nehmen; lässt sich zurücknehmen</translation>
    </message>
    <message>
      <source>Take the last edit back</source>
      <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
      <source>Take the spectra of an ENVI library (.sli), for this scene</source>
      <translation>Die Spektren einer ENVI-Bibliothek (.sli) für diese Szene nehmen</translation>
    </message>
    <message>
      <source>Take {0} off the map</source>
      <translation>{0} von der Karte nehmen</translation>
    </message>
    <message>
      <source>Take {0} off the map; the file stays</source>
      <translation>{0} von der Karte nehmen; die Datei bleibt</translation>
    </message>
    <message>
      <source>Taken back: {0}</source>
      <translation>Zurückgenommen: {0}</translation>
    </message>
    <message>
      <source>Tested on half of your labels, held out anew in each round. A reference map tells more.</source>
      <translation>Geprüft an der Hälfte Ihrer Markierungen, in jeder Runde neu zurückgehalten. Eine Referenzkarte sagt mehr.</translation>
    </message>
    <message>
      <source>Tested on the reference map, without the pixels of your labels; each round learns from three quarters of them.</source>
      <translation>Geprüft an der Referenzkarte, ohne die Pixel Ihrer Markierungen; jede Runde lernt aus drei Vierteln von ihnen.</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>Text encoder</source>
      <translation>Textkodierer</translation>
    </message>
    <message>
      <source>Texts</source>
      <translation>Texte</translation>
    </message>
    <message>
      <source>texture</source>
      <translation>Textur</translation>
    </message>
    <message>
      <source>That one training took above what the program holds anyway</source>
      <translation>Den ein Training über den ohnehin belegten hinaus brauchte</translation>
    </message>
    <message>
      <source>The agreement of the maps is shown now.</source>
      <translation>Die Übereinstimmung der Karten wird nun gezeigt.</translation>
    </message>
    <message>
      <source>The class that most maps give; bright where all of them do, dark where they differ. More labels help most in the dark.</source>
      <translation>Die Klasse, die die meisten Karten nennen; hell, wo alle es tun, dunkel, wo sie abweichen. Im Dunkeln helfen weitere Markierungen am meisten.</translation>
    </message>
    <message>
      <source>The class's value in label and map files</source>
      <translation>Der Wert der Klasse in Label- und Kartendateien</translation>
    </message>
    <message>
      <source>The classes: number key, colour, name, labels. Double-click renames; the sentence below says what the class looks like. A triangle warns of labels that look unlike their class.</source>
      <translation>Die Klassen: Zifferntaste, Farbe, Name, Markierungen. Doppelklick benennt um; der Satz darunter sagt, wie die Klasse aussieht. Ein Dreieck warnt vor Markierungen, die ihrer Klasse nicht gleichen.</translation>
    </message>
    <message>
      <source>The classification result</source>
      <translation>Das Ergebnis der Klassifikation</translation>
    </message>
    <message>
      <source>The comparison failed</source>
      <translation>Der Vergleich ist gescheitert</translation>
    </message>
    <message>
      <source>The digit on the keyboard that chooses the class</source>
      <translation>Die Ziffer auf der Tastatur, die die Klasse wählt</translation>
    </message>
    <message>
      <source>the directions in which spectra vary most</source>
      <translation>die Richtungen, in denen Spektren am meisten schwanken</translation>
    </message>
    <message>
      <source>the directions with the most signal in relation to noise</source>
      <translation>die Richtungen mit dem meisten Signal im Verhältnis zum Rauschen</translation>
    </message>
    <message>
      <source>The encoder can tell all texts apart.</source>
      <translation>Der Encoder kann alle Texte unterscheiden.</translation>
    </message>
    <message>
      <source>The figures will stand in Accuracy.</source>
      <translation>Die Werte stehen danach unter „Genauigkeit“.</translation>
    </message>
    <message>
      <source>The file can be read again</source>
      <translation>Die Datei ist wieder lesbar</translation>
    </message>
    <message>
      <source>The hyperspectral cube</source>
      <translation>Der Hyperspektralwürfel</translation>
    </message>
    <message>
      <source>The ids look permuted: on average, {0:.0%} of the pixels of an id lie in its class. With the assignment by overlap, it is {1:.0%}.</source>
      <translation>Die IDs scheinen vertauscht: Im Mittel liegen {0:.0%} der Pixel einer ID in ihrer Klasse. Mit der Zuordnung nach Überlappung sind es {1:.0%}.</translation>
    </message>
    <message>
      <source>The ids of the reference look permuted: on average, {0:.0%} of the pixels of an id lie in its class, and {1:.0%} with another assignment.</source>
      <translation>Die IDs der Referenz scheinen vertauscht: Im Mittel liegen {0:.0%} der Pixel einer ID in ihrer Klasse, mit einer anderen Zuordnung {1:.0%}.</translation>
    </message>
    <message>
      <source>The language changes when the program starts again.</source>
      <translation>Die Sprache wechselt beim nächsten Start des Programms.</translation>
    </message>
    <message>
      <source>The map is of {0}, which reads no texts.</source>
      <translation>Die Karte stammt von {0}, das keine Texte liest.</translation>
    </message>
    <message>
      <source>The map knows nothing of the chosen class: choose another one.</source>
      <translation>Die Karte kennt die gewählte Klasse nicht: Wählen Sie eine andere.</translation>
    </message>
    <message>
      <source>The map of a run is shown again: {0}, {1}; Jobs lists all</source>
      <translation>Die Karte eines Laufs ist wieder da: {0}, {1}; unter Aufträge stehen alle</translation>
    </message>
    <message>
      <source>The map of the run is kept. Remove the refinement to see it again.</source>
      <translation>Die Karte des Laufs bleibt erhalten. Entfernen Sie die Verfeinerung, um sie wieder zu sehen.</translation>
    </message>
    <message>
      <source>The map on A4 with legend, scale bar and north arrow, as PDF</source>
      <translation>Die Karte auf A4 mit Legende, Maßstab und Nordpfeil, als PDF</translation>
    </message>
    <message>
      <source>The map that follows your labels; it is not kept</source>
      <translation>Die Karte, die Ihren Labels folgt; sie wird nicht gespeichert</translation>
    </message>
    <message>
      <source>the patch at the selected pixel</source>
      <translation>die Fläche am gewählten Pixel</translation>
    </message>
    <message>
      <source>The pixels that you have labelled</source>
      <translation>Die Pixel, die Sie gelabelt haben</translation>
    </message>
    <message>
      <source>The probability of each class, a band each</source>
      <translation>Die Wahrscheinlichkeit jeder Klasse, je ein Band</translation>
    </message>
    <message>
      <source>The project is kept in {0} from now on</source>
      <translation>Das Projekt liegt von nun an in {0}</translation>
    </message>
    <message>
      <source>The published settings; wants a GPU</source>
      <translation>Die veröffentlichten Einstellungen; brauchen eine GPU</translation>
    </message>
    <message>
      <source>The reference is loaded. Train a method to see how well its map agrees.</source>
      <translation>Die Referenz ist geladen. Trainieren Sie ein Verfahren, um zu sehen, wie gut seine Karte passt.</translation>
    </message>
    <message>
      <source>The reference map, in the colours of the classes.</source>
      <translation>Die Referenzkarte in den Farben der Klassen.</translation>
    </message>
    <message>
      <source>The same seed on the same device repeats a run</source>
      <translation>Derselbe Startwert auf demselben Gerät wiederholt einen Lauf</translation>
    </message>
    <message>
      <source>The scene has no coordinate system: set it in Scene properties.</source>
      <translation>Die Szene hat kein Koordinatensystem: Legen Sie es unter „Szeneneigenschaften“ fest.</translation>
    </message>
    <message>
      <source>The scene has {0:n} labels. The file has another label at {1:n} of these pixels.</source>
      <translation>Die Szene hat {0:n} Labels. Die Datei hat bei {1:n} dieser Pixel ein anderes.</translation>
    </message>
    <message>
      <source>The scene of this project is missing.</source>
      <translation>Die Szene dieses Projekts fehlt.</translation>
    </message>
    <message>
      <source>The scene was written to {0}</source>
      <translation>Die Szene wurde in {0} geschrieben</translation>
    </message>
    <message>
      <source>The scene with the spectra of its edges. Drag turns it, the wheel zooms.</source>
      <translation>Die Szene mit den Spektren ihrer Ränder. Ziehen dreht sie, das Rad vergrößert.</translation>
    </message>
    <message>
      <source>The scene. The wheel zooms, the middle button or space and drag moves. A click selects a pixel or labels it, as the tool in the toolbar says; Ctrl takes labels away while painting.</source>
      <translation>Die Szene. Das Rad vergrößert, die mittlere Taste oder Leertaste und Ziehen verschiebt. Ein Klick wählt ein Pixel oder markiert es, je nach Werkzeug; Strg nimmt beim Malen Markierungen weg.</translation>
    </message>
    <message>
      <source>The score of the predicted class, 0..1, as a GeoTIFF of its own</source>
      <translation>Der Wert der vorhergesagten Klasse, 0..1, als eigenes GeoTIFF</translation>
    </message>
    <message>
      <source>the smaller of two groups of like spectra</source>
      <translation>die kleinere von zwei Gruppen ähnlicher Spektren</translation>
    </message>
    <message>
      <source>The spectrum under the cursor and of the selected pixel. A click in it shows that band on the map; Shift and drag marks bands bad. I pins the selected pixel's spectrum.</source>
      <translation>Das Spektrum unter dem Zeiger und das des gewählten Pixels. Ein Klick darin zeigt dieses Band auf der Karte; Umschalt und Ziehen erklärt Bänder für schlecht. I heftet das Spektrum des gewählten Pixels an.</translation>
    </message>
    <message>
      <source>The stored value that means no value, or: none</source>
      <translation>Der gespeicherte Wert, der „kein Wert“ bedeutet, oder: none</translation>
    </message>
    <message>
      <source>the three directions in which spectra vary most</source>
      <translation>die drei Richtungen, in denen Spektren am meisten schwanken</translation>
    </message>
    <message>
      <source>the three directions with the least noise (Green 1988)</source>
      <translation>die drei Richtungen mit dem wenigsten Rauschen (Green 1988)</translation>
    </message>
    <message>
      <source>The trained map is shown; Live is off</source>
      <translation>Die trainierte Karte wird gezeigt; Live ist aus</translation>
    </message>
    <message>
      <source>the whole scene</source>
      <translation>die ganze Szene</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Erscheinungsbild</translation>
    </message>
    <message>
      <source>Theme of the system</source>
      <translation>Thema des Systems</translation>
    </message>
    <message>
      <source>Theme, size of text, language, wheel, and what a training begins with</source>
      <translation>Erscheinungsbild, Schriftgröße, Sprache, Mausrad und womit ein Training beginnt</translation>
    </message>
    <message>
      <source>There is no folder {0}.</source>
      <translation>Es gibt keinen Ordner {0}.</translation>
    </message>
    <message>
      <source>there is no other class to merge this one with</source>
      <translation>es gibt keine andere Klasse, mit der diese verschmelzen könnte</translation>
    </message>
    <message>
      <source>there is no scene whose spectra could be compared</source>
      <translation>es gibt keine Szene, deren Spektren verglichen werden könnten</translation>
    </message>
    <message>
      <source>there is no spectrum to export: click a pixel first</source>
      <translation>es gibt kein Spektrum zu exportieren: klicken Sie zuerst ein Pixel an</translation>
    </message>
    <message>
      <source>These labels were made on another file. Use them on this one?</source>
      <translation>Diese Labels wurden auf einer anderen Datei erstellt. Sollen sie für diese verwendet werden?</translation>
    </message>
    <message>
      <source>These {0} files exist. Do you want to replace them?</source>
      <translation>Diese {0} Dateien gibt es schon. Möchten Sie sie ersetzen?</translation>
    </message>
    <message>
      <source>They are different: the file's get new ids</source>
      <translation>Es sind verschiedene: die der Datei bekommen neue Nummern</translation>
    </message>
    <message>
      <source>They are the same: keep my names</source>
      <translation>Es sind dieselben: meine Namen behalten</translation>
    </message>
    <message>
      <source>They are the same: take the file's names</source>
      <translation>Es sind dieselben: die Namen der Datei nehmen</translation>
    </message>
    <message>
      <source>This file exists. Do you want to replace it?</source>
      <translation>Diese Datei gibt es schon. Möchten Sie sie ersetzen?</translation>
    </message>
    <message>
      <source>This file has changed since you labelled it. Use your labels on it?</source>
      <translation>Diese Datei hat sich geändert, seit Sie Labels gesetzt haben. Sollen Ihre Labels übernommen werden?</translation>
    </message>
    <message>
      <source>This is the project of another scene. Replace it?</source>
      <translation>Dies ist das Projekt einer anderen Szene. Soll es ersetzt werden?</translation>
    </message>
    <message>
      <source>This project is damaged.</source>
      <translation>Dieses Projekt ist beschädigt.</translation>
    </message>
    <message>
      <source>those that look unlike the class ({0})</source>
      <translation>die, die der Klasse nicht ähnlich sehen ({0})</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>to paste into a table</source>
      <translation>zum Einfügen in eine Tabelle</translation>
    </message>
    <message>
      <source>to save as a file</source>
      <translation>zum Speichern als Datei</translation>
    </message>
    <message>
      <source>took {0}</source>
      <translation>dauerte {0}</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <source>Train</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>Train each chosen method on your labels and compare them</source>
      <translation>Jedes gewählte Verfahren mit Ihren Markierungen trainieren und vergleichen</translation>
    </message>
    <message>
      <source>Train on the labels and classify the whole scene in the background</source>
      <translation>Mit den Labels trainieren und die ganze Szene im Hintergrund klassifizieren</translation>
    </message>
    <message>
      <source>Train several methods on the same labels and see which suits them</source>
      <translation>Mehrere Verfahren mit denselben Markierungen trainieren und sehen, welches zu ihnen passt</translation>
    </message>
    <message>
      <source>trained from scratch</source>
      <translation>neu trainiert</translation>
    </message>
    <message>
      <source>training</source>
      <translation>Training</translation>
    </message>
    <message>
      <source>Training loss</source>
      <translation>Verlust im Training</translation>
    </message>
    <message>
      <source>Trainings of each method; more of them tell luck from merit</source>
      <translation>Trainings jedes Verfahrens; mehr davon trennen Glück von Können</translation>
    </message>
    <message>
      <source>Trainings of this scene, also earlier ones: pause, cancel, continue, show the map again, take the settings over, remove.</source>
      <translation>Trainings dieser Szene, auch frühere: anhalten, abbrechen, fortsetzen, Karte wieder zeigen, Einstellungen übernehmen, entfernen.</translation>
    </message>
    <message>
      <source>Trains on</source>
      <translation>Trainiert auf</translation>
    </message>
    <message>
      <source>Trees on standardised spectra; works without choosing anything.</source>
      <translation>Bäume auf standardisierten Spektren; ohne dass etwas zu wählen wäre.</translation>
    </message>
    <message>
      <source>Trees with thresholds drawn at random, on all labels each; often ahead of a random forest where labels are few.</source>
      <translation>Bäume mit zufällig gezogenen Schwellen, jeder auf allen Labels; bei wenigen Labels oft besser als ein Random Forest.</translation>
    </message>
    <message>
      <source>True colour</source>
      <translation>Echtfarben</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Noch einmal</translation>
    </message>
    <message>
      <source>Turn the wheel to zoom, drag with the middle button to move. Click a pixel: its spectrum appears below.</source>
      <translation>Das Rad vergrößert, Ziehen mit der mittleren Taste verschiebt. Klicken Sie ein Pixel an: Sein Spektrum erscheint unten.</translation>
    </message>
    <message>
      <source>Type a part of a command</source>
      <translation>Tippen Sie einen Teil eines Befehls</translation>
    </message>
    <message>
      <source>Type or paste one number for each band, such as 400, 410, 420</source>
      <translation>Eine Zahl je Band eingeben oder einfügen, zum Beispiel 400, 410, 420</translation>
    </message>
    <message>
      <source>Unclassified below</source>
      <translation>Unklassifiziert unter</translation>
    </message>
    <message>
      <source>understood as: {0}</source>
      <translation>verstanden als: {0}</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>Einheit</translation>
    </message>
    <message>
      <source>Unit of values</source>
      <translation>Einheit der Werte</translation>
    </message>
    <message>
      <source>Unit of wavelengths</source>
      <translation>Einheit der Wellenlängen</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>unbekannt</translation>
    </message>
    <message>
      <source>Unlike anything labelled</source>
      <translation>Keinem Label ähnlich</translation>
    </message>
    <message>
      <source>Unmix with known endmembers</source>
      <translation>Mit bekannten Endmembern entmischen</translation>
    </message>
    <message>
      <source>Unmix...</source>
      <translation>Entmischen...</translation>
    </message>
    <message>
      <source>Upper left corner</source>
      <translation>Linke obere Ecke</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>Übernehmen</translation>
    </message>
    <message>
      <source>Use also</source>
      <translation>Auch benutzen</translation>
    </message>
    <message>
      <source>Use backup</source>
      <translation>Sicherung benutzen</translation>
    </message>
    <message>
      <source>Use descriptions</source>
      <translation>Beschreibungen übernehmen</translation>
    </message>
    <message>
      <source>Use its parameters</source>
      <translation>Seine Parameter übernehmen</translation>
    </message>
    <message>
      <source>Use my labels</source>
      <translation>Meine Labels übernehmen</translation>
    </message>
    <message>
      <source>Use on this scene</source>
      <translation>Für diese Szene verwenden</translation>
    </message>
    <message>
      <source>Use the agreement</source>
      <translation>Übereinstimmung verwenden</translation>
    </message>
    <message>
      <source>Use the map of {0}</source>
      <translation>Karte von {0} verwenden</translation>
    </message>
    <message>
      <source>Use this map</source>
      <translation>Diese Karte verwenden</translation>
    </message>
    <message>
      <source>value</source>
      <translation>Wert</translation>
    </message>
    <message>
      <source>value </source>
      <translation>Wert </translation>
    </message>
    <message>
      <source>Value of the bands that are shown</source>
      <translation>Wert der gezeigten Bänder</translation>
    </message>
    <message>
      <source>Value that becomes black</source>
      <translation>Wert, der schwarz wird</translation>
    </message>
    <message>
      <source>Value that becomes full brightness</source>
      <translation>Wert, der ganz hell wird</translation>
    </message>
    <message>
      <source>Values</source>
      <translation>Werte</translation>
    </message>
    <message>
      <source>Values of the layers over the map, the uppermost first</source>
      <translation>Werte der Ebenen über der Karte, die oberste zuerst</translation>
    </message>
    <message>
      <source>vapour</source>
      <translation>Wasserdampf</translation>
    </message>
    <message>
      <source>Variables</source>
      <translation>Variablen</translation>
    </message>
    <message>
      <source>Vegetation index (NDVI)</source>
      <translation>Vegetationsindex (NDVI)</translation>
    </message>
    <message>
      <source>Version and environment</source>
      <translation>Version und Umgebung</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
    <message>
      <source>Viridis</source>
      <translation>Viridis</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>wartet</translation>
    </message>
    <message>
      <source>Waiting for its turn</source>
      <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
      <source>waits for the job before it</source>
      <translation>wartet auf den Auftrag davor</translation>
    </message>
    <message>
      <source>Wand</source>
      <translation>Zauberstab</translation>
    </message>
    <message>
      <source>Wand angle</source>
      <translation>Winkel des Zauberstabs</translation>
    </message>
    <message>
      <source>water depth at 1200 nm</source>
      <translation>Wasserabsorption bei 1200 nm</translation>
    </message>
    <message>
      <source>water depth at 970 nm</source>
      <translation>Wasserabsorption bei 970 nm</translation>
    </message>
    <message>
      <source>Water index (NDWI)</source>
      <translation>Wasserindex (NDWI)</translation>
    </message>
    <message>
      <source>wavelength ({0})</source>
      <translation>Wellenlänge ({0})</translation>
    </message>
    <message>
      <source>Wavelengths</source>
      <translation>Wellenlängen</translation>
    </message>
    <message>
      <source>wavelengths unknown</source>
      <translation>Wellenlängen unbekannt</translation>
    </message>
    <message>
      <source>Wavelengths, one for each band</source>
      <translation>Wellenlängen, eine je Band</translation>
    </message>
    <message>
      <source>Weight</source>
      <translation>Gewicht</translation>
    </message>
    <message>
      <source>Weights that training starts from: those of the last pre-training of this scene, or random ones</source>
      <translation>Gewichte, mit denen das Training beginnt: die des letzten Vortrainings dieser Szene oder zufällige</translation>
    </message>
    <message>
      <source>What differs</source>
      <translation>Was sich unterscheidet</translation>
    </message>
    <message>
      <source>What is known about the scene</source>
      <translation>Was über die Szene bekannt ist</translation>
    </message>
    <message>
      <source>What is this?</source>
      <translation>Was ist das?</translation>
    </message>
    <message>
      <source>What lies over what, and how strongly. Below: the band or the three bands that are shown, brightness, and the histogram, whose two lines say what is black and what is bright.</source>
      <translation>Was worüber liegt und wie stark. Darunter: das Band oder die drei Bänder, die gezeigt werden, Helligkeit und das Histogramm, dessen zwei Linien sagen, was schwarz und was hell ist.</translation>
    </message>
    <message>
      <source>What the class still lacks</source>
      <translation>Was der Klasse noch fehlt</translation>
    </message>
    <message>
      <source>What the facts of the pixel say</source>
      <translation>Was die Merkmale des Pixels sagen</translation>
    </message>
    <message>
      <source>What the panel Train begins with, from the next start</source>
      <translation>Womit das Feld Trainieren beginnt, ab dem nächsten Start</translation>
    </message>
    <message>
      <source>What the stretch is judged by</source>
      <translation>Wonach die Streckung sich richtet</translation>
    </message>
    <message>
      <source>What turns class descriptions into vectors</source>
      <translation>Was Klassenbeschreibungen in Vektoren verwandelt</translation>
    </message>
    <message>
      <source>What was assumed about the file</source>
      <translation>Was über die Datei angenommen wurde</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>Was gefunden wurde</translation>
    </message>
    <message>
      <source>What {0!r} looks like</source>
      <translation>Wie {0!r} aussieht</translation>
    </message>
    <message>
      <source>Wheel</source>
      <translation>Mausrad</translation>
    </message>
    <message>
      <source>Where the labels are kept</source>
      <translation>Wo die Labels liegen</translation>
    </message>
    <message>
      <source>Where the map agrees with the reference, and where it does not.</source>
      <translation>Wo die Karte mit der Referenz übereinstimmt und wo nicht.</translation>
    </message>
    <message>
      <source>Whether a scene that is opened again shows the map it had</source>
      <translation>Ob eine wieder geöffnete Szene die Karte zeigt, die sie hatte</translation>
    </message>
    <message>
      <source>Whether automatic limits come from the whole scene or from what is in view</source>
      <translation>Ob automatische Grenzen sich nach der ganzen Szene oder nach dem Sichtbaren richten</translation>
    </message>
    <message>
      <source>Which labels</source>
      <translation>Welche Labels</translation>
    </message>
    <message>
      <source>Which method suits your labels?</source>
      <translation>Welches Verfahren passt zu Ihren Markierungen?</translation>
    </message>
    <message>
      <source>Which values become black and full brightness</source>
      <translation>Welche Werte schwarz und welche ganz hell werden</translation>
    </message>
    <message>
      <source>Which values become black and full brightness, from the next start</source>
      <translation>Welche Werte schwarz und ganz hell werden, ab dem nächsten Start</translation>
    </message>
    <message>
      <source>Which way of turning it enlarges the map</source>
      <translation>In welche Richtung gedreht es die Karte vergrößert</translation>
    </message>
    <message>
      <source>White reference</source>
      <translation>Weißreferenz</translation>
    </message>
    <message>
      <source>Whole scene</source>
      <translation>Ganze Szene</translation>
    </message>
    <message>
      <source>Whose limits the handles and the numbers set</source>
      <translation>Wessen Grenzen die Griffe und Zahlen setzen</translation>
    </message>
    <message>
      <source>width of the Gaussian</source>
      <translation>Breite der Gaußkurve</translation>
    </message>
    <message>
      <source>With two classes and more, their texts are compared here.</source>
      <translation>Ab zwei Klassen werden ihre Texte hier verglichen.</translation>
    </message>
    <message>
      <source>Without bands {0}.</source>
      <translation>Ohne die Bänder {0}.</translation>
    </message>
    <message>
      <source>Without wavelengths there is no true colour, no index and no library search. Type or paste them, or choose the sensor.</source>
      <translation>Ohne Wellenlängen gibt es weder Echtfarben noch Indizes noch Bibliothekssuche. Geben Sie sie ein, fügen Sie sie ein oder wählen Sie den Sensor.</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>Arbeitet</translation>
    </message>
    <message>
      <source>Write a formula, or the name of an index.</source>
      <translation>Schreiben Sie eine Formel oder den Namen eines Index.</translation>
    </message>
    <message>
      <source>Write descriptions</source>
      <translation>Beschreibungen schreiben</translation>
    </message>
    <message>
      <source>Write labels, classes and their whole history to another file; go on there</source>
      <translation>Labels, Klassen und ihre ganze Geschichte in eine andere Datei schreiben; dort geht es weiter</translation>
    </message>
    <message>
      <source>Write names, colours and descriptions to a class file</source>
      <translation>Namen, Farben und Beschreibungen in eine Klassendatei schreiben</translation>
    </message>
    <message>
      <source>Write the class map as GeoTIFF, with its confidence if you like</source>
      <translation>Die Klassenkarte als GeoTIFF schreiben, auf Wunsch mit ihrer Konfidenz</translation>
    </message>
    <message>
      <source>Write the labels with names and colours: raster, GeoPackage or GeoJSON</source>
      <translation>Die Labels mit Namen und Farben schreiben: Raster, GeoPackage oder GeoJSON</translation>
    </message>
    <message>
      <source>Write the map as it is shown to a PNG file, with a legend</source>
      <translation>Die Karte, wie sie gezeigt wird, mit Legende in eine PNG-Datei schreiben</translation>
    </message>
    <message>
      <source>Write the properties to a file, for scripts and colleagues</source>
      <translation>Die Eigenschaften in eine Datei schreiben, für Skripte und Kollegen</translation>
    </message>
    <message>
      <source>Write the scene with its properties as an ENVI file; recordings of laboratory cameras as reflectance</source>
      <translation>Die Szene mit ihren Eigenschaften als ENVI-Datei schreiben; Aufnahmen von Laborkameras als Reflexion</translation>
    </message>
    <message>
      <source>Write the selected, pinned and mean spectra as a table, ENVI library, picture or drawing</source>
      <translation>Die gewählten, behaltenen und mittleren Spektren als Tabelle, ENVI-Bibliothek, Bild oder Zeichnung schreiben</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>schreibt</translation>
    </message>
    <message>
      <source>Wrong</source>
      <translation>Falsch</translation>
    </message>
    <message>
      <source>Wrote 1 file:</source>
      <translation>1 Datei geschrieben:</translation>
    </message>
    <message>
      <source>Wrote {0} files:</source>
      <translation>{0} Dateien geschrieben:</translation>
    </message>
    <message>
      <source>you</source>
      <translation>Sie</translation>
    </message>
    <message>
      <source>Your last edits are not on the disk.</source>
      <translation>Ihre letzten Änderungen sind nicht auf der Platte.</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>Verkleinern</translation>
    </message>
    <message>
      <source>{0!r} and its labels ({1:n}) become part of the class below, which keeps its own description. Undo brings both back.</source>
      <translation>{0!r} mit ihren Labels ({1:n}) wird Teil der Klasse unten, die ihre eigene Beschreibung behält. Rückgängig bringt beide zurück.</translation>
    </message>
    <message>
      <source>{0!r} gets the id {1}.</source>
      <translation>{0!r} bekommt die ID {1}.</translation>
    </message>
    <message>
      <source>{0!r} has fewer than two labels to split</source>
      <translation>{0!r} hat weniger als zwei Labels zum Teilen</translation>
    </message>
    <message>
      <source>{0!r} has labels: {1:n}. Undo brings everything back.</source>
      <translation>{0!r} hat Labels: {1:n}. Rückgängig bringt alles zurück.</translation>
    </message>
    <message>
      <source>{0!r} has the id {1}. Its labels and the map follow. A class that has the new id gets the old one. Undo brings everything back.</source>
      <translation>{0!r} hat die ID {1}. Ihre Labels und die Karte folgen. Eine Klasse, die die neue ID hat, bekommt die alte. Rückgängig stellt alles wieder her.</translation>
    </message>
    <message>
      <source>{0!r} is no band; write numbers and ranges: 1-4, 9</source>
      <translation>{0!r} ist kein Band; Nummern und Bereiche schreiben: 1-4, 9</translation>
    </message>
    <message>
      <source>{0!r} is not the name of a Hugging Face model; write it as organisation/name</source>
      <translation>{0!r} ist kein Name eines Hugging-Face-Modells; schreiben Sie Organisation/Name</translation>
    </message>
    <message>
      <source>{0!r} needs {1}.</source>
      <translation>{0!r} braucht {1}.</translation>
    </message>
    <message>
      <source>{0!r}: the bands are 1 to {1}</source>
      <translation>{0!r}: die Bänder sind 1 bis {1}</translation>
    </message>
    <message>
      <source>{0:.0f} MB</source>
      <translation>{0:.0f} MB</translation>
    </message>
    <message>
      <source>{0:.0f} MB of weights, about {1:.1f} GB of memory, pooling: {2}</source>
      <translation>{0:.0f} MB Gewichte, etwa {1:.1f} GB Speicher, Pooling: {2}</translation>
    </message>
    <message>
      <source>{0:.0f} min</source>
      <translation>{0:.0f} min</translation>
    </message>
    <message>
      <source>{0:.0f} s</source>
      <translation>{0:.0f} s</translation>
    </message>
    <message>
      <source>{0:.0f} steps a second</source>
      <translation>{0:.0f} Schritte pro Sekunde</translation>
    </message>
    <message>
      <source>{0:.1%} of them</source>
      <translation>{0:.1%} davon</translation>
    </message>
    <message>
      <source>{0:g} pixels</source>
      <translation>{0:g} Pixel</translation>
    </message>
    <message>
      <source>{0:g} to {1:g}</source>
      <translation>{0:g} bis {1:g}</translation>
    </message>
    <message>
      <source>{0}
Double-click to rename</source>
      <translation>{0}
Doppelklick zum Umbenennen</translation>
    </message>
    <message>
      <source>{0} % of the scene is read</source>
      <translation>{0} % der Szene gelesen</translation>
    </message>
    <message>
      <source>{0} (bad band)</source>
      <translation>{0} (schlechtes Band)</translation>
    </message>
    <message>
      <source>{0} (now)</source>
      <translation>{0} (jetzt)</translation>
    </message>
    <message>
      <source>{0} (was {1})</source>
      <translation>{0} (war {1})</translation>
    </message>
    <message>
      <source>{0} against {1}</source>
      <translation>{0} über {1}</translation>
    </message>
    <message>
      <source>{0} and {1} are hardly told apart ({2:.2f}).</source>
      <translation>{0} und {1} sind kaum zu unterscheiden ({2:.2f}).</translation>
    </message>
    <message>
      <source>{0} and {1} have the same text to the encoder.</source>
      <translation>{0} und {1} haben für den Encoder denselben Text.</translation>
    </message>
    <message>
      <source>{0} bad</source>
      <translation>{0} schlecht</translation>
    </message>
    <message>
      <source>{0} bad bands</source>
      <translation>{0} schlechte Bänder</translation>
    </message>
    <message>
      <source>{0} bands</source>
      <translation>{0} Bänder</translation>
    </message>
    <message>
      <source>{0} could not be written; choose another folder or free some space</source>
      <translation>{0} ließ sich nicht schreiben; wählen Sie einen anderen Ordner oder schaffen Sie Platz</translation>
    </message>
    <message>
      <source>{0} could not run: {1}.</source>
      <translation>{0} konnte nicht laufen: {1}.</translation>
    </message>
    <message>
      <source>{0} h</source>
      <translation>{0} h</translation>
    </message>
    <message>
      <source>{0} h {1} min</source>
      <translation>{0} h {1} min</translation>
    </message>
    <message>
      <source>{0} has as many rows and columns as before, but different content. If it is the same scene, processed again, use your labels. You can undo this.</source>
      <translation>{0} hat so viele Zeilen und Spalten wie zuvor, aber anderen Inhalt. Wenn es dieselbe, neu verarbeitete Szene ist, übernehmen Sie Ihre Labels. Sie können dies rückgängig machen.</translation>
    </message>
    <message>
      <source>{0} has several fields. Which one tells the classes?</source>
      <translation>{0} hat mehrere Felder. Welches enthält die Klassen?</translation>
    </message>
    <message>
      <source>{0} holds several arrays. Which one?</source>
      <translation>{0} enthält mehrere Felder. Welches?</translation>
    </message>
    <message>
      <source>{0} holds {1} values and does not say which axis is which. Choose the order in which the picture looks right. Labels are kept separately for each order.</source>
      <translation>{0} enthält {1} Werte und sagt nicht, welche Achse welche ist. Wählen Sie die Reihenfolge, in der das Bild richtig aussieht. Labels werden für jede Reihenfolge getrennt aufbewahrt.</translation>
    </message>
    <message>
      <source>{0} is row {1}, column {2}, outside the scene of {3} x {4} pixels</source>
      <translation>{0} ist Zeile {1}, Spalte {2}, außerhalb der Szene von {3} x {4} Pixeln</translation>
    </message>
    <message>
      <source>{0} is {1!r} here and {2!r} in the file</source>
      <translation>{0} ist hier {1!r} und in der Datei {2!r}</translation>
    </message>
    <message>
      <source>{0} jobs have not ended.</source>
      <translation>{0} Aufträge sind noch nicht beendet.</translation>
    </message>
    <message>
      <source>{0} labels</source>
      <translation>{0} Labels</translation>
    </message>
    <message>
      <source>{0} labels look unlike the class, ringed in the map; press D to go there.</source>
      <translation>{0} Labels sehen der Klasse nicht ähnlich und sind in der Karte umringt; D führt dorthin.</translation>
    </message>
    <message>
      <source>{0} learns this from these labels already</source>
      <translation>{0} lernt dies aus diesen Labels schon</translation>
    </message>
    <message>
      <source>{0} left</source>
      <translation>noch {0}</translation>
    </message>
    <message>
      <source>{0} loss</source>
      <translation>Verlust ({0})</translation>
    </message>
    <message>
      <source>{0} mapped {1:.1%} of {2:n} held-out labels right.</source>
      <translation>{0} hat {1:.1%} der {2:n} zurückgehaltenen Labels richtig kartiert.</translation>
    </message>
    <message>
      <source>{0} mapped {1:.1%} of {2:n} reference pixels right.</source>
      <translation>{0} hat {1:.1%} der {2:n} Referenzpixel richtig kartiert.</translation>
    </message>
    <message>
      <source>{0} MB of memory at most</source>
      <translation>höchstens {0} MB Speicher</translation>
    </message>
    <message>
      <source>{0} notices</source>
      <translation>{0} Hinweise</translation>
    </message>
    <message>
      <source>{0} of {1} bands are bad</source>
      <translation>{0} von {1} Bändern sind schlecht</translation>
    </message>
    <message>
      <source>{0} of {1} bands are bad now; Spectrum, Bad bands changes that</source>
      <translation>{0} von {1} Bändern sind nun schlecht; Spektrum, Schlechte Bänder ändert das</translation>
    </message>
    <message>
      <source>{0} of {1} classes found in the answer.</source>
      <translation>{0} von {1} Klassen in der Antwort gefunden.</translation>
    </message>
    <message>
      <source>{0} of {1} reference pixels lie so close to labels that their patches share pixels. This flatters the figures.</source>
      <translation>{0} von {1} Referenzpixeln liegen so nah an Labels, dass ihre Ausschnitte Pixel teilen. Das schönt die Werte.</translation>
    </message>
    <message>
      <source>{0} of {1} suggestions are open: press N to go to the next</source>
      <translation>{0} von {1} Vorschlägen offen: N geht zum nächsten</translation>
    </message>
    <message>
      <source>{0} of {1}: press 1-9 to label, S to skip</source>
      <translation>{0} von {1}: 1-9 labelt, S überspringt</translation>
    </message>
    <message>
      <source>{0} of {1}: {2}</source>
      <translation>{0} von {1}: {2}</translation>
    </message>
    <message>
      <source>{0} pixels</source>
      <translation>{0} Pixel</translation>
    </message>
    <message>
      <source>{0} pixels to visit were written to {1}</source>
      <translation>{0} zu besuchende Pixel wurden in {1} geschrieben</translation>
    </message>
    <message>
      <source>{0} rows x {1} columns, {2} bands</source>
      <translation>{0} Zeilen x {1} Spalten, {2} Bänder</translation>
    </message>
    <message>
      <source>{0} sections</source>
      <translation>{0} Abschnitte</translation>
    </message>
    <message>
      <source>{0} spectra</source>
      <translation>{0} Spektren</translation>
    </message>
    <message>
      <source>{0} Undo brings everything back.</source>
      <translation>{0} Rückgängig bringt alles zurück.</translation>
    </message>
    <message>
      <source>{0} values</source>
      <translation>{0} Werte</translation>
    </message>
    <message>
      <source>{0} x {1} pixels</source>
      <translation>{0} x {1} Pixel</translation>
    </message>
    <message>
      <source>{0}. If this is the same scene, processed again, use them: the project belongs to this file from now on.</source>
      <translation>{0}. Wenn dies dieselbe, neu verarbeitete Szene ist, verwenden Sie die Labels: Das Projekt gehört dann zu dieser Datei.</translation>
    </message>
    <message>
      <source>{0}. If you replace it, it stays beside the new one, under another name. Nothing of it is lost.</source>
      <translation>{0}. Wenn Sie es ersetzen, bleibt es unter anderem Namen neben dem neuen erhalten. Nichts davon geht verloren.</translation>
    </message>
    <message>
      <source>{0}. Its newest intact backup can take its place; the damaged file is kept beside it.</source>
      <translation>{0}. Die neueste unversehrte Sicherung kann ihren Platz einnehmen; die beschädigte Datei bleibt daneben liegen.</translation>
    </message>
    <message>
      <source>{0}. Save the project in another folder before you close it.</source>
      <translation>{0}. Speichern Sie das Projekt in einem anderen Ordner, bevor Sie es schließen.</translation>
    </message>
    <message>
      <source>{0}. What was read before stays on the screen. The file is tried again every few seconds.</source>
      <translation>{0}. Was vorher gelesen wurde, bleibt auf dem Bildschirm. Die Datei wird alle paar Sekunden erneut versucht.</translation>
    </message>
    <message>
      <source>{0}. You can work as usual, but your labels are kept in memory only. Save the project in another folder before you close the window.</source>
      <translation>{0}. Sie können wie gewohnt arbeiten, Ihre Labels liegen aber nur im Arbeitsspeicher. Speichern Sie das Projekt in einem anderen Ordner, bevor Sie das Fenster schließen.</translation>
    </message>
    <message>
      <source>{0}. Your edits are kept in memory and written as soon as that is possible.</source>
      <translation>{0}. Ihre Änderungen bleiben im Speicher und werden geschrieben, sobald das möglich ist.</translation>
    </message>
    <message>
      <source>{0}. Your settings are not kept when you close the window.</source>
      <translation>{0}. Ihre Einstellungen bleiben nicht erhalten, wenn Sie das Fenster schließen.</translation>
    </message>
    <message>
      <source>{0}: class ids with colours and names, in the scene's coordinate system; 0 is unclassified. QGIS opens it styled.</source>
      <translation>{0}: Klassennummern mit Farben und Namen im Koordinatensystem der Szene; 0 ist unklassifiziert. QGIS öffnet es gestaltet.</translation>
    </message>
    <message>
      <source>{0}: confidence, 0 to 1.</source>
      <translation>{0}: Konfidenz, 0 bis 1.</translation>
    </message>
    <message>
      <source>{0}: done</source>
      <translation>{0}: fertig</translation>
    </message>
    <message>
      <source>{0}: loss {1:.4g} at step {2}</source>
      <translation>{0}: Verlust {1:.4g} bei Schritt {2}</translation>
    </message>
    <message>
      <source>{0}: no data</source>
      <translation>{0}: keine Daten</translation>
    </message>
    <message>
      <source>{0}: this map is shown now, and is listed under Jobs.</source>
      <translation>{0}: Diese Karte wird nun gezeigt und steht unter Aufträge.</translation>
    </message>
    <message>
      <source>{0}: {1:.0%} of the labels right</source>
      <translation>{0}: {1:.0%} der Labels richtig</translation>
    </message>
    <message>
      <source>{0}: {1} x {2} pixels, {3} bands</source>
      <translation>{0}: {1} x {2} Pixel, {3} Bänder</translation>
    </message>
    <message>
      <source>{0}; click it in the chosen row, or press Enter, for another</source>
      <translation>{0}; in der gewählten Zeile anklicken oder Eingabe drücken für eine andere</translation>
    </message>
    <message>
      <source>“{0}” has not ended.</source>
      <translation>„{0}“ ist noch nicht beendet.</translation>
    </message>
  </context>
</TS>
