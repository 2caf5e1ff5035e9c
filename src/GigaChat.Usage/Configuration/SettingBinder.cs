using Microsoft.Extensions.Configuration;

namespace GigaChat.Usage.Configuration;

/// <summary>Binds a part of configuration to an object, by a call that the generator of the framework replaces.</summary>
internal delegate void SettingBinder<in T>(IConfiguration part, T target);
