/**
 * @file
 * What people, or other people, may write where a title is asked for.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

static const char *const hostile[] = {
	"    four spaces before, and two after  ",
	"plain words",
	"\x1b[31mred\x1b[0m \x1b]0;title\x07",
	"bell\x07 backspace\x08 delete\x7f return\rline\nTAB\tend",
	"C1 \xc2\x9b"
	"31m and \xc2\x85 next",
	"bidi \xe2\x80\xae evil \xe2\x81\xa6 isolate \xe2\x80\x8f mark",
	"line \xe2\x80\xa8 and paragraph \xe2\x80\xa9 separators",
	"no UTF-8: \xff\xfe \xc3( \xed\xa0\x80 end\xe2\x80",
	"noncharacters \xef\xbf\xbe \xef\xb7\x90",
	"<script>alert('x')</script> <b>bold</b> <!-- comment --> <?php ?>",
	"&lt; &amp; &#60; &nbsp; R&D & co",
	"*emphasis* **strong** _under_ __more__ ***all*** ~~gone~~",
	"[link](https://example.org) ![image](x.png) [ref]: http://example.org",
	"<https://example.org> https://example.org www.example.org someone@example.org",
	"`code` ``more`` \\escaped\\ trailing\\",
	"# heading",
	"###### heading ######",
	"> quote",
	"- item",
	"+ item",
	"* item",
	"1. item",
	"12345) item",
	"1986\\. not a list",
	"---",
	"***",
	"===",
	"- - -",
	"~~~",
	"```",
	"| a | b |",
	"--- | ---",
	":--- | ---:",
	"a|b\\|c",
	"$x^2$ and $$y$$",
	"[ ] task",
	"[^1]: note",
	"{#id .class}",
	"Term\n: definition",
	"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
	"(parenthesis) at the start",
	"\"quoted\"",
	"T\xc3\xbcrkiye \xe2\x80\x93 \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x8c\x8f",
	"=1+1 -2 +3 @SUM(A1)",
	"https://example.org/?a=1&b=2#c",
	"a:b a://b mailto:x@y.zz",
	"snake_case_name and 2*3*4",
};

#endif
