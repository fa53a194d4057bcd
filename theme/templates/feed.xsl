<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="http://www.w3.org/2005/Atom" exclude-result-prefixes="a">
<xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
<xsl:template match="/a:feed">
<html lang="zh-CN">
<head>
<meta name="viewport" content="width=device-width,initial-scale=1"/>
<title><xsl:value-of select="a:title"/></title>
<link rel="stylesheet" href="{{ asset('css/site.css') }}"/>
</head>
<body>
<main class="wrap">
<h1><xsl:value-of select="a:title"/></h1>
<p class="note">这是供阅读器使用的订阅地址。把本页的网址复制到阅读器里，有新内容时它会告诉您。<a href="{{ url('index/feeds') }}">怎样订阅</a></p>
<p><a><xsl:attribute name="href"><xsl:value-of select="a:link[@rel='alternate']/@href"/></xsl:attribute>打开网页</a></p>
<ul class="dense">
<xsl:for-each select="a:entry">
<li><a><xsl:attribute name="href"><xsl:value-of select="a:link[@rel='alternate']/@href"/></xsl:attribute><xsl:value-of select="a:title"/></a>
<span class="soft"><xsl:value-of select="a:summary"/></span>
<time><xsl:value-of select="substring(a:updated, 1, 10)"/></time></li>
</xsl:for-each>
</ul>
</main>
</body>
</html>
</xsl:template>
</xsl:stylesheet>
