tongbao("ledger",{"columns":[
{"id":"subject","title":"点评对象","type":"text","class":"","main":true,"head":true,"words":["","青江良种公司党委","良种公司科研支部","青江农机公司党委"],"pages":["record/2011-h1/review/liangzhong.html","record/2011-h1/review/keyan.html","record/2011-h1/review/nongji.html"],"cells":[1,2,3]},
{"id":"organisation","title":"党组织","type":"text","class":"","main":true,"words":["","集团党委","良种公司","科研支部","农机公司"],"ids":["","group","liangzhong","liangzhong-keyan","nongji"],"above":[0,0,1,2,1],"names":["","集团党委","　良种公司","　　科研支部","　农机公司"],"links":["","organisation/group.html","organisation/liangzhong.html","organisation/liangzhong-keyan.html","organisation/nongji.html"],"cells":[2,3,4]},
{"id":"period","title":"周期","type":"text","class":"","main":true,"words":["","2011年上半年"],"ids":["","2011-h1"],"cells":[1,1,1]},
{"id":"form","title":"点评表","type":"text","class":"","main":true,"words":["","党组织"],"ids":["","committee"],"cells":[1,1,1]},
{"id":"reviewer","title":"点评人","type":"text","class":"","main":true,"words":["","田保仓","莫岚","傅大海"],"cells":[2,1,3]},
{"id":"date","title":"点评时间","type":"date","class":"","main":true,"words":["","2011-07-12","2011-07-20","2011-07-28"],"cells":[1,2,3]},
{"id":"method","title":"点评方式","type":"text","class":"","main":true,"words":["","述职大会"],"ids":["","hearing"],"cells":[1,1,1]},
{"id":"report","title":"汇报日期","type":"date","class":"","words":["","2011-07-05"],"cells":[1,0,0]},
{"id":"grade","title":"评定意见","type":"text","class":"","main":true,"words":["","好","较好"],"ids":["","good","fair"],"cells":[1,2,2]}],
"count":3});
