; Inno Setup 6: iscc packaging\windows\hsiviewer.iss, after python packaging\build.py
#define Version GetStringFileInfo("..\..\dist\hsiviewer\hsiviewer.exe", "ProductVersion")
#if Version == ""
  #define Version "0.1.0"
#endif

[Setup]
AppId={{0B0B7F0C-6C0E-4C55-9E0B-7C2F8C8B6A10}
AppName=hsiviewer
AppVersion={#Version}
DefaultDirName={autopf}\hsiviewer
DefaultGroupName=hsiviewer
; Installs for the user alone, without an administrator, unless asked otherwise.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=hsiviewer-{#Version}-setup
SetupIconFile=..\icons\hsiviewer.ico
UninstallDisplayIcon={app}\hsiviewer.exe
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "german"; MessagesFile: "compiler:Languages\German.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\dist\hsiviewer\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\hsiviewer"; Filename: "{app}\hsiviewer.exe"
Name: "{autodesktop}\hsiviewer"; Filename: "{app}\hsiviewer.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.hsiproj"; ValueType: string; ValueData: "hsiviewer.project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\hsiviewer.project"; ValueType: string; ValueData: "hsiviewer project"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\hsiviewer.project\DefaultIcon"; ValueType: string; ValueData: "{app}\hsiviewer.exe,0"
Root: HKA; Subkey: "Software\Classes\hsiviewer.project\shell\open\command"; ValueType: string; ValueData: """{app}\hsiviewer.exe"" ""%1"""

[Run]
Filename: "{app}\hsiviewer.exe"; Description: "{cm:LaunchProgram,hsiviewer}"; Flags: nowait postinstall skipifsilent
